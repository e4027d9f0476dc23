"""What stands in the database of a home after the rush, as JSON: claims, receipts, signs of tampering."""

import json
import sys

import django

django.setup()

from commonweal.web.audit.actions import verify  # noqa: E402
from commonweal.web.register.models import ROWS  # noqa: E402
from commonweal.web.returns.models import Sending  # noqa: E402

claims = ROWS["deliveries"].objects
json.dump({
    "claims": [[key, str(quantity), state] for key, quantity, state in claims.filter(key__startswith="2025-q1.")
               .values_list("key", "quantity", "state")],
    "receipts": Sending.objects.count(),
    "faults": [str(fault) for fault in verify()[1]],
}, sys.stdout)

"""All activities, in the order of the roles."""

from particulars.civic_leader import CIVIC_LEADER
from particulars.commissioner import COMMISSIONER_WORKS
from particulars.commissioner_services import COMMISSIONER_SERVICES
from particulars.employer import EMPLOYER
from particulars.investor import INVESTOR
from particulars.service_provider import SERVICE_PROVIDER

ACTIVITIES = (*EMPLOYER, *INVESTOR, *SERVICE_PROVIDER, *COMMISSIONER_WORKS, *COMMISSIONER_SERVICES, *CIVIC_LEADER)

"""How the site is put together: what it reads from its surroundings, its addresses, and who may reach each of them."""

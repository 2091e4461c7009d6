"""The generators that build the site. Only this room and ``commands`` know them."""

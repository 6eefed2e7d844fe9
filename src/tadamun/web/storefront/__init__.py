"""The buyer's door: public pages, basket, checkout, tracking, her account."""

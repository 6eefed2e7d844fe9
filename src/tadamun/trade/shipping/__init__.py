"""What delivery costs, how long it takes, and where a parcel is: zones, cities, rates, parcels."""

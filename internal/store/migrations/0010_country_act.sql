-- Country and act are asked for together oftener than anything else, and both are frequent: one index finds the rows of both.
CREATE INDEX event_country_act ON event (country, act{{n}});
CREATE INDEX incident_country_act ON incident (country, act{{n}});

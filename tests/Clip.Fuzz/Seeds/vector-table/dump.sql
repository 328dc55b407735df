COPY public.asset (id, "originalPath", "deletedAt") FROM stdin;
1	/a\tb.jpg	\N
2	/c.jpg	\N
\.
COPY public.smart_search ("assetId", embedding) FROM stdin;
2	[1,2]
1	[0.5,0.25]
\.

"""The directory as open data: HSDS 3.1 (Open Referral) and Open Referral UK 3.0.

`fields` and `parameters` are tables; serializers, filters and the OpenAPI documents are all made from them.
Source of the shapes: research note hsds.md 1. What it leaves open (errors, limits, headers) follows the Dutch API Design Rules 2.2.
"""

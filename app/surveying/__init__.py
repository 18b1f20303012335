"""纵横比对: the catalogue looked at across levels (纵向可衔接) and across peers (横向可比对)."""

"""Why a schedule is as it is: what holds each resident back, and what one more room or preceptor would bring."""

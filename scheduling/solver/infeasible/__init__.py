"""Why a problem has no schedule, said in sums; and the schedule that breaks least."""

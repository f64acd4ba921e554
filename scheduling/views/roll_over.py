from django.http import HttpResponse
def roll_over(request, program_id): return HttpResponse()
def reverse(request, program_id, roll_over_id): return HttpResponse()

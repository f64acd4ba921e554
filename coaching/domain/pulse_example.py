"""Questions to begin with, written for this project and under its licence. Nobody has validated them."""

from coaching.domain.pulse import Kind, Question

NAME = "Plain questions"
SOURCE = "Plain questions written for Connectedness. Not a validated instrument."
LICENCE = "Apache License 2.0, as the rest of Connectedness"
ANCHORS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
QUESTIONS = (
    Question("I am glad to be part of this program.", theme="Belonging"),
    Question("I can be myself among the people I work with.", theme="Belonging"),
    Question("I have often felt left out here.", theme="Belonging", is_reversed=True),
    Question("I can ask a question without being made to feel small.", theme="Learning"),
    Question("What goes wrong here is talked about so that we learn from it.", theme="Learning"),
    Question("My coach knows what I am working towards.", theme="Coaching", about_coach=True),
    Question("I can tell my coach when something is hard.", theme="Coaching", about_coach=True),
    Question("What one thing should we change first?", Kind.WORDS),
)

"""What people enter about access; every refusal says what would do."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from connectedness.accounts.models import Role, User
from connectedness.accounts.names import refuse_reserved
from connectedness.joining.selectors import RosterLine
from scheduling.models import Faculty, Resident

LONGEST_AGO, LONGEST_AHEAD = timedelta(days=366), timedelta(days=3653)


class InviteForm(forms.Form):
    """One invitation."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={"required": "Write the address that the invitation goes to."},
    )
    role = forms.ChoiceField(
        label="Role", error_messages={"required": "Choose the role that they will have."}
    )
    person = forms.ChoiceField(
        label="On the roster",
        required=False,
        help_text="For residents and faculty: whose schedule they will see as their own. "
        "Left open, the roster's e-mail address decides.",
    )

    def __init__(self, *args: Any, roles: list[Role], waiting: list[RosterLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {line.key: line for line in waiting}
        self.fields["role"].choices = [("", "Choose one"), *((role.value, role.label) for role in roles)]  # type: ignore[attr-defined]
        by_role = [
            (role.label, [(line.key, line.person.name) for line in waiting if line.role == role])
            for role in (Role.RESIDENT, Role.FACULTY)
        ]
        self.fields["person"].choices = [("", "By the e-mail address"), *by_role]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The person must fit the role, and the address the roster has for them."""
        said = super().clean() or {}
        line = self._people.get(said.get("person") or "")
        said["person"] = line.person if line else None
        if line is None or "email" not in said or "role" not in said:
            return said
        if line.role != said["role"]:
            self.add_error("person", f"{line.person} is on the roster as {line.role.label.lower()}.")
        known = line.person.email.lower()
        if known and known != said["email"].lower():
            self.add_error(
                "email",
                f"The roster has {known} for {line.person}. Invite that address, or correct the roster first.",
            )
        return said


class RosterForm(forms.Form):
    """Whom of the roster to invite."""

    people = forms.MultipleChoiceField(
        error_messages={
            "required": "Tick at least one person.",
            "invalid_choice": "The roster has changed since you opened this page. Look again and send it anew.",
        }
    )

    def __init__(self, *args: Any, lines: list[RosterLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = {line.key: line for line in lines if not line.why_not}
        self.fields["people"].choices = [(key, key) for key in self._lines]  # type: ignore[attr-defined]

    def chosen(self) -> list[RosterLine]:
        """The lines that were ticked."""
        return [self._lines[key] for key in self.cleaned_data["people"]]


class EndForm(forms.Form):
    """Why and from when a role ends."""

    LEFT, TAKEN = "left", "taken"
    how = forms.ChoiceField(label="What ends", widget=forms.RadioSelect)
    on = forms.DateField(
        label="First day without access, if they leave",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, person: Resident | Faculty | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self._person = person
        choices = [(self.TAKEN, "This role alone, now")]
        if person is not None:
            choices.insert(0, (self.LEFT, "They leave or graduate, on the day below"))
            self.fields["on"].initial = today
        else:
            del self.fields["on"]
            self.fields["how"].widget = forms.HiddenInput()
        self.fields["how"].choices = choices  # type: ignore[attr-defined]
        self.fields["how"].initial = choices[0][0]

    def clean_on(self) -> date | None:
        """A day that can be meant: a slip of the pen ends nobody's access, nor keeps it for ever."""
        day: date | None = self.cleaned_data["on"]
        began = getattr(self._person, "program_start", None)
        if day and began and day < began:
            raise forms.ValidationError(f"They began on {began:%Y-%m-%d}. Say a day after that.")
        if day and day < self._today - LONGEST_AGO:
            raise forms.ValidationError(
                "That is more than a year ago. Say a day within the last year; today ends access too."
            )
        if day and day > self._today + LONGEST_AHEAD:
            raise forms.ValidationError("That is more than ten years ahead. Look at the year again.")
        return day

    def clean(self) -> dict[str, Any]:
        """A day, where somebody leaves, and only there."""
        said = super().clean() or {}
        if said.get("how") != self.LEFT:
            self.errors.pop("on", None)
            said["on"] = None
        elif not said.get("on") and "on" not in self.errors:
            self.add_error("on", "Say on which day they leave.")
        return said


class JoinForm(forms.Form):
    """A new account: how colleagues call one, and a password for those who want one."""

    name = forms.CharField(
        label="Your name",
        max_length=150,
        validators=[refuse_reserved],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Password",
        required=False,
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. Leave it empty to sign in with codes that we mail to you.",
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean_password(self) -> str:
        """Strong enough, or none."""
        password = str(self.cleaned_data["password"])
        if password:
            validate_password(password, User(email=self._email, name=str(self.data.get("name", ""))))
        return password

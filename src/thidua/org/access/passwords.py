"""What makes a password good enough, by the dated levels; the same words stand beside the field and in the refusal."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError

from thidua.core import text
from thidua.org.access import rules

CLASSES = ("chữ thường", "chữ hoa", "chữ số", "dấu câu hoặc dấu cách")
SHORTEST_NAME = 6
COMMON = "Mật khẩu này nhiều người dùng nên dễ bị đoán."
SIMILAR = "Mật khẩu giống họ tên, tên đăng nhập hoặc thư điện tử nên dễ bị đoán."


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a password: characters, kinds of characters, and by what."""

    length: int
    classes: int
    citation: str
    trust_label: str

    @property
    def words(self) -> str:
        """'Ít nhất 14 ký tự, đủ chữ thường, chữ hoa, chữ số, dấu câu hoặc dấu cách'"""
        kinds = f", đủ {', '.join(CLASSES)}" if self.classes >= len(CLASSES) else ""
        if 1 < self.classes < len(CLASSES):
            kinds = f", ít nhất {self.classes} trong bốn loại: {', '.join(CLASSES)}"
        return f"Ít nhất {self.length} ký tự{kinds}"


def asked(*, has_factor: bool, on: date) -> Asked:
    """By whether a second factor stands beside the password."""
    level = rules.level("password_length_with_factor" if has_factor else "password_length", on)
    if level is None:
        return Asked(8, 1, "", "")
    classes = 1 if has_factor else rules.number("password_classes", on)
    return Asked(level.value, classes, level.citation, level.trust_label)


def hint(*, has_factor: bool, on: date) -> str:
    """The words beside the field."""
    wanted = asked(has_factor=has_factor, on=on)
    return (
        f"{wanted.words}; không giống họ tên. Một câu ngắn dễ nhớ là tốt nhất, có dấu tiếng Việt cũng được."
    )


def grounds(*, has_factor: bool, on: date) -> str:
    """Where that comes from, and what would be enough; stands below the form."""
    wanted, shorter = asked(has_factor=has_factor, on=on), asked(has_factor=True, on=on)
    parts = []
    if shorter.length < wanted.length:
        parts.append(f"Đã bật bước xác thực thứ hai thì {shorter.length} ký tự là đủ.")
    if wanted.citation:
        parts.append(f"Căn cứ: {wanted.citation} ({wanted.trust_label.lower()}).")
    return " ".join(parts)


def weaknesses(
    password: str, *, has_factor: bool, on: date, person: AbstractBaseUser | None = None
) -> list[str]:
    """Everything that is wrong with it, as sentences; empty when it is good."""
    wanted, found = asked(has_factor=has_factor, on=on), []
    if len(password) < wanted.length:
        found.append(f"Mật khẩu cần ít nhất {wanted.length} ký tự.")
    missing = missing_classes(password)
    if len(CLASSES) - len(missing) < wanted.classes:
        found.append(f"Mật khẩu còn thiếu {', '.join(missing)}.")
    if is_common(password):
        found.append(COMMON)
    if person is not None and _is_similar(password, person):
        found.append(SIMILAR)
    return found


def suits_alone(password: str, *, on: date) -> bool:
    """Whether it would be long enough without a second factor, too."""
    wanted = asked(has_factor=False, on=on)
    kinds = len(CLASSES) - len(missing_classes(password))
    return len(password) >= wanted.length and kinds >= wanted.classes


def missing_classes(password: str) -> list[str]:
    there = (
        any(letter.islower() for letter in password),
        any(letter.isupper() for letter in password),
        any(letter.isdecimal() for letter in password),
        any(not letter.isalnum() for letter in password),
    )
    return [words for words, is_there in zip(CLASSES, there, strict=True) if not is_there]


def is_common(password: str) -> bool:
    """Among the passwords that many people use, however they are dressed up with capitals, marks and punctuation."""
    bare = _bare(password)
    if bare in _vietnamese() or bare.rstrip("0123456789") in _vietnamese():
        return True
    return any(_refuses(_world(), one) for one in (password, bare) if one)


def _is_similar(password: str, person: AbstractBaseUser) -> bool:
    """Like a name of the person, or with it inside: 'Hoàng Phương, 2026!' of Nguyễn Hoàng Phương."""
    bare = _bare(password)
    names = [_bare(str(getattr(person, name, ""))) for name in ("username", "full_name")]
    names += [_bare(" ".join(str(getattr(person, "full_name", "")).split()[-2:]))]
    if any(len(name) >= SHORTEST_NAME and name in bare for name in names):
        return True
    try:
        _similarity().validate(password, person)  # type: ignore[arg-type]  # looks at names only
    except ValidationError:
        return True
    return False


def _bare(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.fold(words))


def _refuses(validator: CommonPasswordValidator, password: str) -> bool:
    try:
        validator.validate(password)
    except ValidationError:
        return True
    return False


@cache
def _vietnamese() -> frozenset[str]:
    file = resources.files("thidua.org.access") / "common_passwords.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def _world() -> CommonPasswordValidator:
    return CommonPasswordValidator()


@cache
def _similarity() -> UserAttributeSimilarityValidator:
    return UserAttributeSimilarityValidator(("username", "full_name", "email"))

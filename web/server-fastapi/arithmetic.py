"""Finds a sum in a text and works it out. Never `eval`: the text is a stranger's."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

MAX_LENGTH = 200

_WORDS = {
    "multiplied by": "*",
    "divided by": "/",
    "times": "*",
    "plus": "+",
    "minus": "-",
    "×": "*",
    "÷": "/",
    "−": "-",
}
_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: math.fmod,
    ast.Pow: math.pow,
}


@dataclass(frozen=True)
class Calculation:
    """An expression found in a text, and its value."""

    expression: str
    value: float


def find_calculation(text: str) -> Calculation | None:
    """The first sum in a text, such as "12 * (3 + 4)"; None when there is none."""
    plain = text[:2_000]
    for word, sign in _WORDS.items():
        plain = re.sub(rf"\b{word}\b" if word.isascii() else word, sign, plain, flags=re.IGNORECASE)
    for candidate in re.findall(r"[-(\d.][-+*/%^().\d\s]*[\d)]", plain, re.ASCII):
        expression = " ".join(candidate.split())
        # "2024-05-01", "5/11/2026" and "1.2.3" are no sums: a minus counts only with a space behind it.
        is_date = re.fullmatch(r"\d{1,4}/\d{1,2}/\d{1,4}", expression)
        if (
            is_date
            or len(expression) > MAX_LENGTH
            or not re.search(r"[\d)]\s*[+*/%^]|[\d)]\s+-\s", expression)
        ):
            continue
        value = _value(expression)
        if value is not None:
            return Calculation(expression, value)
    return None


def _value(expression: str) -> float | None:
    try:
        value = _evaluate(ast.parse(expression.replace("^", "**"), mode="eval").body)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
        return None
    return value if math.isfinite(value) else None


def _evaluate(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_evaluate(operand)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
            return _OPERATORS[type(sign)](_evaluate(left), _evaluate(right))
    raise ValueError("not arithmetic")

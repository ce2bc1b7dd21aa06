"""What a spreadsheet shows for a number under the formats that this project writes."""


def shown(value: float, pattern: str) -> str:
    positive, negative, zero = (
        (pattern.split(";") * 3)[:3] if ";" not in pattern else pattern.split(";")
    )
    part = positive if value > 0 or ";" not in pattern else negative if value < 0 else zero
    sign = (
        part[1 : part.index(chr(34), 1)]
        if part.startswith(chr(34))
        else "-"
        if value < 0 and ";" not in pattern
        else ""
    )
    digits = part.split('"')[-1]
    percent = digits.endswith("%")
    decimals = len(digits.rstrip("%").partition(".")[2])
    number = abs(value) * (100 if percent else 1)
    grouped = "," if digits.startswith("#,") else ""
    return f"{sign}{number:{grouped}.{decimals}f}{'%' if percent else ''}"

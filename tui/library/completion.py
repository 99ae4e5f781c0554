def clause(operator: str, value: str) -> str:
    return f'{operator}:"{value}"'

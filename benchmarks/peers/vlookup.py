"""What people do today: look up the cleaned e-mail, else name and phone; companies by website, else name and city."""

import duckdb

from benchmarks.peers.lists import load_both, write_pairs

LINE = 0.5


def keys_for(filled: list[str]) -> list[str]:
    """The look-ups, surest first, that the two lists allow."""
    if "last" not in filled:
        wanted = ["domain", "company || '|' || phone", "company || '|' || city"]
    else:
        wanted = ["email", "first || '|' || last || '|' || phone", "first || '|' || last || '|' || birth"]
    usable = [key for key in wanted if all(part.strip() in filled for part in key.split("||") if "'" not in part)]
    return usable or ["first || '|' || last || '|' || city"]


def main() -> None:
    connection = duckdb.connect()
    filled, is_dedupe, out = load_both(connection)
    order = "and m.row > s.row" if is_dedupe else ""
    lookups = " union all ".join(
        f"""select s.row as left_row, min(m.row) as right_row, {rank} as rank from source s
        join master m on ({_of("s", key, filled)}) = ({_of("m", key, filled)}) {order} group by s.row"""
        for rank, key in enumerate(keys_for(filled))
    )
    found = connection.execute(
        f"select left_row, arg_min(right_row, rank) from ({lookups}) group by left_row order by left_row"
    ).fetchall()
    write_pairs(out, ((left, right, 1.0) for left, right in found))


def _of(table: str, key: str, filled: list[str]) -> str:
    """The key with its columns taken from *table*."""
    return " || ".join(f"{table}.{part}" if part in filled else part for part in key.split(" || "))


if __name__ == "__main__":
    main()

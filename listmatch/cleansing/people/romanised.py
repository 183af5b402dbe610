"""Chinese and Korean names in Latin letters in one form: Min-joon Yi, Min Jun Rhee and Minjun Lee are one name."""

from listmatch.cleansing.recipe import Lookup, Step


def romanised_steps() -> list[Step]:
    """Steps that make ``spelt_first``, ``spelt_middle`` and ``spelt_last`` of ``name_first`` and so on.

    Only names of the families that are known are asked about in Python, where a million calls take a second.
    """
    return [
        Lookup("romanised_families", on={"family": "name_last"}, values={"family_is_romanised": "is_known"}),
        {
            "romanised": "case when family_is_romanised then "
            "lmg_romanised_given(concat_ws(' ', name_first, name_middle), name_last) end"
        },
        {
            "spelt_first": "coalesce(romanised, name_first)",
            "spelt_middle": "case when romanised is null then name_middle end",
            "spelt_last": "case when romanised is null then name_last else lmg_romanised_family(name_last) end",
        },
    ]

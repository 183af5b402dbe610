-- grain: one line per result line (best_match: one per source row; all_candidates: one or more)
with source as (
    select * from input.verdicts
),

renamed as (
    select
        _lmg_row_id as row_id,
        _lmg_match_status as status,
        pass,
        _lmg_master_row_id as master_row_id,
        nearest_master_row_id,
        _lmg_relationship as relationship,
        source_duplicate_of,
        cast(round(coalesce(_lmg_match_score, 0) * 10) as bigint) as score_tenths,
        coalesce(cast(_lmg_master_duplicates as varchar), '') not in ('', '0', '[]') as has_master_duplicates
    from source
),

final as (
    select * from renamed
)

select * from final

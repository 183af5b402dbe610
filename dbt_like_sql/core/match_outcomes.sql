-- grain: one line per source row of a match: its best result line, and how its best candidate is related to it
with verdicts as (
    select * from staging.verdicts
),

candidates as (
    select * from staging.candidates
),

best_lines as (
    select * from verdicts
    qualify
        row_number()
            over (
                partition by row_id
                order by status = 'matched' desc, score_tenths desc, master_row_id asc nulls last
            )
        = 1
),

related as (
    select
        best_lines.row_id,
        best_lines.status,
        best_lines.score_tenths,
        best_lines.pass,
        best_lines.master_row_id,
        best_lines.has_master_duplicates,
        candidates.row_id is not null as has_candidate,
        coalesce(candidates.relationship, best_lines.relationship) as relationship,
        best_lines.source_duplicate_of is not null as is_source_duplicate
    from best_lines
    left join candidates
        on
            best_lines.row_id = candidates.row_id
            and coalesce(best_lines.master_row_id, best_lines.nearest_master_row_id) = candidates.other_row_id
),

final as (
    select
        *,
        status = 'unmatched' and not is_source_duplicate as is_new_record
    from related
)

select * from final

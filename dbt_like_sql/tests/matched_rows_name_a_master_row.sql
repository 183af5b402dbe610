-- lines: result lines that are matched without a master row, or unmatched with one
with final as (
    select
        row_id,
        status,
        master_row_id
    from staging.verdicts
    where (status = 'matched' and master_row_id is null) or (status = 'unmatched' and master_row_id is not null)
)

select * from final
order by row_id

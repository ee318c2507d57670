/**
 * The gate as plain SQL over the tables: slow, and written apart from the columns and from core's rule, so that a test
 * can hold the three against each other. Nothing else uses it.
 */
import type { PartyId } from '../core/index.ts';
import type { Sql } from './sql.ts';

/**
 * Parameters: party, at (ms UTC), holder. The viewer is read from the directory: the party's newest version, its
 * clearances and caveats, and the groups that it belongs to at that time. An entry is seen if its own release allows
 * it, and everything that can be reached over its anchors, at most four deep, is here and seen by its own release.
 */
const visibleSql = `
WITH
  viewer AS (
    SELECT json_extract(content, '$.party') AS party FROM directory
    WHERE kind = 'party' AND id = :party ORDER BY seq DESC LIMIT 1
  ),
  grp AS (
    SELECT id, json_extract(content, '$.group') AS body FROM directory AS d
    WHERE kind = 'group' AND seq = (SELECT max(seq) FROM directory WHERE kind = 'group' AND id = d.id)
  ),
  membership AS (
    SELECT grp.id AS id FROM grp, viewer
    WHERE (json_extract(body, '$.level') IS NULL OR json_extract(body, '$.level') = json_extract(viewer.party, '$.level'))
      AND EXISTS (
        SELECT 1 FROM json_each((
          SELECT json_extract(v.value, '$.members') FROM json_each(grp.body, '$.versions') AS v
          WHERE round(unixepoch(json_extract(v.value, '$.from'), 'subsec') * 1000) <= :at
          ORDER BY round(unixepoch(json_extract(v.value, '$.from'), 'subsec') * 1000) DESC, v.key DESC LIMIT 1
        )) AS member WHERE member.value = :party
      )
  ),
  rank(word, n) AS (
    VALUES ('UNCLASSIFIED', 0), ('RESTRICTED', 1), ('CONFIDENTIAL', 2), ('SECRET', 3), ('TOP SECRET', 4)
  ),
  rated AS (
    SELECT id, release,
      json_extract(release, '$.owner') AS owner,
      coalesce((SELECT n FROM rank WHERE word = json_extract(release, '$.classification')), 5) AS needed,
      coalesce((
        SELECT n FROM viewer, json_each(viewer.party, '$.clearances') AS c JOIN rank ON rank.word = c.value
        WHERE c.key = json_extract(release, '$.policy')
      ), 0) AS held,
      json_extract(release, '$.audience.kind') AS audience_kind
    FROM audience
  ),
  allowed AS (
    SELECT id, owner = :party AND :party <> '' AS owns FROM rated
    WHERE (owner = :party AND :party <> '')
      OR (
        NOT (json_extract(release, '$.orcon') AND :holder <> owner AND :party <> :holder)
        AND needed <= held
        AND NOT EXISTS (
          SELECT 1 FROM json_each(release, '$.caveats') AS needed_caveat
          WHERE needed_caveat.value NOT IN (SELECT c.value FROM viewer, json_each(viewer.party, '$.caveats') AS c)
        )
        AND (
          (audience_kind = 'public' AND json_extract(release, '$.tlp') = 'CLEAR' AND needed = 0
            AND json_array_length(release, '$.caveats') = 0)
          OR (audience_kind = 'named' AND :party <> '' AND EXISTS (
            SELECT 1 FROM json_each(release, '$.audience.parties') AS p WHERE p.value = :party))
          OR (audience_kind = 'named' AND :party <> '' AND json_extract(release, '$.tlp') <> 'RED' AND EXISTS (
            SELECT 1 FROM json_each(release, '$.audience.groups') AS g WHERE g.value IN (SELECT id FROM membership)))
        )
      )
  ),
  open AS (
    SELECT entry.no, entry.id, entry.seq FROM entry JOIN allowed ON allowed.id = entry.audience
    WHERE allowed.owns OR entry.expires IS NULL OR entry.expires > :at
  ),
  reach(root, target, depth) AS (
    SELECT no, id, 0 FROM entry
    UNION
    SELECT root, ref.target, depth + 1 FROM reach JOIN entry ON entry.id = reach.target
      JOIN ref ON ref.source = entry.no AND ref.anchor > 0
    WHERE depth <= 4
  )
SELECT seq FROM entry
WHERE no NOT IN (
  SELECT root FROM reach WHERE depth > 4 OR target NOT IN (SELECT id FROM open)
)
ORDER BY seq`;

/** The seqs of the newest versions that a party sees at a time, by SQL alone; '' is the public. */
export function referenceVisibleSeqs(sql: Sql, party: PartyId, atUtcMs: number, holder: PartyId): number[] {
  const text = visibleSql.replaceAll(':party', '?1').replaceAll(':at', '?2').replaceAll(':holder', '?3');
  return sql.all<[number]>(text, party, atUtcMs, holder).map(([seq]) => seq);
}

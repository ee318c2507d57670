// `npm run nightly -- protections [WORD]`: removes each protection of the gate, the reader and the journal once, in a
// copy of the tree, and demands that the named test file fails. A protection that no test misses is no protection.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Protection {
  readonly name: string;
  readonly file: string;
  /** What stands there, once. */
  readonly find: string;
  readonly replace: string;
  /** The test file that must fail without it. */
  readonly test: string;
}

const gate = 'src/core/gate.ts';
const columns = 'src/store/columns.ts';
const view = 'src/store/view.ts';
const live = 'src/store/live.ts';
const verify = 'src/store/verify.ts';
const ruleTest = 'src/core/gate.test.ts';
const gateTest = 'src/store/gate.test.ts';
const storeTest = 'src/store/store.test.ts';
const taxiiTest = 'test/unit/taxii-failure-modes.test.ts';
const journalTest = 'src/store/journal.test.ts';

const protections: readonly Protection[] = [
  {
    name: 'readers are not told of each other, by the rule',
    file: gate,
    find: 'strip(asSeenBy(viewer, entry.release), hides)',
    replace: 'strip(entry.release, hides)',
    test: ruleTest,
  },
  {
    name: 'readers are not told of each other, by the reader',
    file: view,
    find: 'const release = asSeenBy(this.viewer, entry.release);',
    replace: 'const release = entry.release;',
    test: storeTest,
  },
  {
    name: 'what a type keeps for the owner',
    file: gate,
    find: 'viewer.party === owner || forReaders === undefined ? body : forReaders(body)',
    replace: 'body',
    test: ruleTest,
  },
  {
    name: 'expiry, in the rule',
    file: gate,
    find: '!isInstant(expiresAt) || isNotAfter(expiresAt, at)',
    replace: 'false',
    test: ruleTest,
  },
  {
    name: 'expiry, in the columns',
    file: columns,
    find: 'verdict === 0 || (verdict === 1 && this.expires[seq] <= atUtcMs)',
    replace: 'verdict === 0',
    test: gateTest,
  },
  {
    name: 'originator control',
    file: gate,
    find: "if (release.orcon && holder !== release.owner && viewer.party !== holder) return 'never';",
    replace: '',
    test: ruleTest,
  },
  {
    name: 'caveats',
    file: gate,
    find: ' && release.caveats.every((caveat) => viewer.caveats.has(caveat))',
    replace: '',
    test: ruleTest,
  },
  {
    name: 'clearance',
    file: gate,
    find: 'rankOf(classification) <= heldRank',
    replace: 'true',
    test: ruleTest,
  },
  {
    name: 'an unknown clearance clears for nothing',
    file: gate,
    find: "rankOf(held) > rankOf('TOP SECRET') ? 0 : rankOf(held)",
    replace: 'rankOf(held)',
    test: ruleTest,
  },
  {
    name: 'TLP:RED is for parties',
    file: gate,
    find: "release.tlp !== 'RED' && ",
    replace: '',
    test: ruleTest,
  },
  {
    name: 'public is marked so',
    file: gate,
    find: 'return mayBePublic(release);',
    replace: 'return true;',
    test: ruleTest,
  },
  {
    name: 'the level of a group',
    file: 'src/core/party.ts',
    find: '(group.level === undefined || group.level === party.level) && ',
    replace: '',
    test: ruleTest,
  },
  {
    name: 'the version of a group at the time',
    file: 'src/core/party.ts',
    find: 'fromUtcMs <= atUtcMs && ',
    replace: '',
    test: ruleTest,
  },
  {
    name: 'anchors, in the rule',
    file: gate,
    find: 'return anchors.every((id) => {',
    replace: 'return [].every((id) => {',
    test: ruleTest,
  },
  {
    name: 'anchors, in the columns',
    file: columns,
    find: 'if (a === 0) return true;',
    replace: 'return true;',
    test: gateTest,
  },
  {
    name: 'how deep anchors hang',
    file: columns,
    find: ' || depth > maxAnchorDepth',
    replace: ' || depth > 1',
    test: gateTest,
  },
  {
    name: 'older versions are not listed',
    file: columns,
    find: 'if (before > 0) this.audience[before] = -Math.abs(this.audience[before]);',
    replace: '',
    test: storeTest,
  },
  {
    name: 'caveats belong to the audience',
    file: 'src/core/release.ts',
    find: '    sorted(release.caveats),\n    audience?.kind',
    replace: '    audience?.kind',
    test: 'src/core/release.test.ts',
  },
  {
    name: 'a holder cannot widen',
    file: 'src/core/release.ts',
    find: 'const within = spoken(limit, release.owner);',
    replace: 'const within = limit.audience;',
    test: 'src/core/release.test.ts',
  },
  {
    name: 'one policy',
    file: 'src/core/release.ts',
    find: 'if (policiesDiffer(parts as readonly Release[])) return ownerOnly(owner);',
    replace: '',
    test: 'src/core/release.test.ts',
  },
  {
    name: 'evidence under a narrower release',
    file: gate,
    find: 'piece.release === undefined || visible(viewer, piece.release, context)',
    replace: 'true',
    test: ruleTest,
  },
  {
    name: 'a list item that names a hidden entry',
    file: gate,
    find: 'value.filter((item) => !names(item, isHidden))',
    replace: 'value',
    test: ruleTest,
  },
  {
    name: 'mentions, in whatever is shown',
    file: view,
    find: 'isWhole ? this.#bare(entry) : this.#without(entry)',
    replace: 'isWhole || !isWhole ? this.#bare(entry) : this.#without(entry)',
    test: storeTest,
  },
  {
    name: 'a past version by its own release, in a history',
    file: view,
    find: '.filter(({ entry }) => entryVisible(this.viewer, entry, types.get(entry.type), lookup, this));',
    replace:
      '.filter(({ entry }) => entryVisible(this.viewer, entry, types.get(entry.type), lookup, this) || true);',
    test: storeTest,
  },
  {
    name: 'a past version by its own release, among others',
    file: view,
    find: 'read.filter(({ seq, entry }) => isShown(seq, entry))',
    replace: 'read.filter(({ seq, entry }) => isShown(seq, entry) || true)',
    test: storeTest,
  },
  {
    name: 'a past version by the latest release',
    file: view,
    find: 'const latest = this.#visibleSeq(id);',
    replace: 'const latest = this.#kept.columns.latest[this.#kept.noOf(id)];',
    test: storeTest,
  },
  {
    name: 'search shows the visible',
    file: view,
    find: 'this.#passes(seq, filter) && this.#stillMatches(seq, terms)',
    replace: 'filter(seq) && this.#stillMatches(seq, terms)',
    test: storeTest,
  },
  {
    name: 'search knows no withheld word',
    file: view,
    find: ' && this.#stillMatches(seq, terms)',
    replace: '',
    test: storeTest,
  },
  {
    name: 'counts hold the visible',
    file: view,
    find: 'if (this.#passes(seq, filter)) visit(seq);',
    replace: 'if (columns.audience[seq] > 0 && filter(seq)) visit(seq);',
    test: storeTest,
  },
  {
    name: 'rows of the visible',
    file: view,
    find: 'if (!this.#sees(no)) continue;',
    replace: '',
    test: storeTest,
  },
  {
    name: 'rows of what is not withheld',
    file: view,
    find: 'if (isSame(shown, whole)) return undefined;',
    replace: 'return undefined;',
    test: storeTest,
  },
  {
    name: 'neighbours that are visible',
    file: view,
    find: '.filter(([no]) => this.#sees(no))',
    replace: '',
    test: storeTest,
  },
  {
    name: 'neighbours by a mention that is shown',
    file: view,
    find: '.filter((entry) => JSON.stringify(entry).includes(id))',
    replace: '',
    test: storeTest,
  },
  {
    name: 'a cursor belongs to its viewer',
    file: view,
    find: 'JSON.stringify([name, this.viewer.party, asked])',
    replace: 'JSON.stringify([name, asked])',
    test: storeTest,
  },
  {
    name: 'a cursor belongs to its question',
    file: view,
    find: 'JSON.stringify([name, this.viewer.party, asked])',
    replace: 'JSON.stringify([name, this.viewer.party])',
    test: storeTest,
  },
  {
    name: 'no page beyond the last visible',
    file: view,
    find: 'if (seqs.length <= limit) return this.#seal({ entries });',
    replace: 'if (page.length === 0) return this.#seal({ entries });',
    test: storeTest,
  },
  {
    name: 'live: gone to who held it',
    file: live,
    find: 'if (held && !seen) gone.push(no);',
    replace: 'if (!seen) gone.push(no);',
    test: storeTest,
  },
  {
    name: 'live: gone at all',
    file: live,
    find: 'if (held && !seen) gone.push(no);',
    replace: 'if (false) gone.push(no);',
    test: storeTest,
  },
  {
    name: 'live: expiry',
    file: live,
    find: 'return this.#nextExpiryUtcMs <= nowUtcMs;',
    replace: 'return false;',
    test: storeTest,
  },
  {
    name: 'live: what was held when the cursor was given',
    file: live,
    find: 'this.#holds.set(no, this.#saw(then, atUtcMs, no, standing))',
    replace: 'this.#holds.set(no, true)',
    test: storeTest,
  },
  {
    name: 'only the owner issues versions',
    file: 'src/store/store.ts',
    find: 'if (previous !== undefined && previous.owner !== owner)',
    replace: 'if (false)',
    test: storeTest,
  },
  {
    name: 'Released is not forged',
    file: 'src/core/seal.ts',
    find: "if (key !== sealKey) throw new CommonwatchError('released.forged');",
    replace: '',
    test: ruleTest,
  },
  {
    name: 'Released opens for its viewer',
    file: 'src/core/seal.ts',
    find: "if (viewer !== this.viewer) throw new CommonwatchError('released.foreign-viewer', viewer);",
    replace: '',
    test: ruleTest,
  },
  {
    name: 'erasure removes content',
    file: 'src/store/writer.ts',
    find: "'UPDATE journal SET content = NULL, salt = NULL WHERE seq = ?'",
    replace: "'UPDATE journal SET seq = seq WHERE seq = ?'",
    test: storeTest,
  },
  {
    name: 'erasure scrubs',
    file: 'src/store/store.ts',
    find: "await this.#ask({ op: 'scrub' });",
    replace: '',
    test: storeTest,
  },
  {
    name: 'verify: content',
    file: verify,
    find: "this.#report(seq, 'content-changed')",
    replace: 'undefined',
    test: journalTest,
  },
  {
    name: 'verify: chain',
    file: verify,
    find: 'const fits = sameBytes(header.prev, this.#head.hash);',
    replace: 'const fits = true;',
    test: journalTest,
  },
  {
    name: 'verify: signatures',
    file: verify,
    find: "if (this.#key?.checksHead(head, signature) !== true) this.#report(head.seq, 'signature-wrong');",
    replace: '',
    test: journalTest,
  },
  {
    name: 'verify: the end',
    file: verify,
    find: "else this.#report(Math.min(checkpoint.seq, this.#head.seq + 1), 'cut-off');",
    replace: '',
    test: journalTest,
  },
  {
    name: 'one writer',
    file: 'src/store/store.ts',
    find: "lock.exec('BEGIN EXCLUSIVE');",
    replace: '',
    test: storeTest,
  },
  {
    name: 'taxii: a relation hangs on its ends',
    file: 'src/cti/stixobject.ts',
    find: 'anchors: ({ ends }) => ends as EntryId[],',
    replace: 'anchors: () => [],',
    test: taxiiTest,
  },
  {
    name: 'taxii: references to what is withheld go',
    file: 'src/cti/write.ts',
    find: 'const isWhole = reader === owner || body.refs.length === body.refCount;',
    replace: 'const isWhole = true as boolean;',
    test: taxiiTest,
  },
  {
    name: 'taxii: no date for what is not seen',
    file: 'src/store/timeline.ts',
    find: '    if (sees) {\n      this.#waiting.delete(no);',
    replace: '    if (sees || !stands) {\n      this.#waiting.delete(no);',
    test: taxiiTest,
  },
  {
    name: 'taxii: a marking that is not known',
    file: 'src/exchange/stix21/released.ts',
    find: "if (tlp === undefined) return 'unknown';",
    replace: 'if (tlp === undefined) continue;',
    test: taxiiTest,
  },
  {
    name: 'taxii: granular markings count',
    file: 'src/exchange/stix21/released.ts',
    find: '[...whole.filter((each) => !isFallback(each)), ...parts]',
    replace: '[...whole.filter((each) => !isFallback(each))]',
    test: taxiiTest,
  },
  {
    name: "taxii: nobody releases in another's name",
    file: 'src/exchange/stix21/released.ts',
    find: 'return release.owner === owner ? release : ownerOnly(owner);',
    replace: 'return release.owner === owner ? release : { ...release, owner };',
    test: taxiiTest,
  },
  {
    name: "taxii: one's own id is one's own entry",
    file: 'src/cti/stixobject.ts',
    find: "id = derivedId('stix-object', owner, stixId);",
    replace: "id = derivedId('stix-object', owner.slice(0, 0), stixId);",
    test: taxiiTest,
  },
  {
    name: 'taxii: nobody overwrites for others',
    file: 'src/store/timeline.ts',
    find: 'return (seen.find(isOwn) ?? seen[0]) === no;',
    replace: 'return true;',
    test: taxiiTest,
  },
  {
    name: "taxii: who refers to another's object sees it",
    file: 'src/store/view.ts',
    find: 'if (first.has(key) || !this.#sees(no)) continue;',
    replace: 'if (first.has(key)) continue;',
    test: 'test/unit/taxii.test.ts',
  },
  {
    name: 'taxii: a marking whose definition is withheld',
    file: 'src/cti/stixobject.ts',
    find: '(ref) => isTlpMarking(ref) || isKept(ref)',
    replace: '() => true',
    test: 'test/unit/taxii.test.ts',
  },
  {
    name: 'taxii: who deletes owns',
    file: 'src/hub/routes/taxii.ts',
    find: 'seen.filter((id) => store.peek(id)?.owner === context.viewer.party)',
    replace: 'seen',
    test: 'test/unit/taxii.test.ts',
  },
  {
    name: "taxii: a token is its party's",
    file: 'src/store/timelinereader.ts',
    find: "JSON.stringify(['timeline', party])",
    replace: "JSON.stringify(['timeline'])",
    test: 'test/unit/taxii.test.ts',
  },
  {
    name: "taxii: a token is its collection's",
    file: 'src/hub/taxii/pages.ts',
    find: 'sealed.collection !== id || ',
    replace: '',
    test: 'test/unit/taxii.test.ts',
  },
  {
    name: 'taxii: what comes back has a later date',
    file: 'src/store/timeline.ts',
    find: '    this.#placeOf[no] = 0;\n  }',
    replace: '  }',
    test: 'test/unit/taxii.test.ts',
  },
  {
    name: "taxii: a status is its party's",
    file: 'src/hub/taxii/adding.ts',
    find: 'WHERE id = ? AND party = ?',
    replace: 'WHERE id = ? AND ? <> party || party',
    test: 'test/unit/taxii.test.ts',
  },
  {
    name: 'hub to hub: a copy holds what the gate shows',
    file: 'src/partners/copying.ts',
    find: 'const entries = view.entriesById(ids).for(view.viewer.party);',
    replace: 'const entries = ids.flatMap((id) => store.peek(id) ?? []);',
    test: 'test/unit/failure-modes-hubs.test.ts',
  },
  {
    name: 'hub to hub: what may no longer be seen is left out of a repeated chunk',
    file: 'src/partners/outbox.ts',
    find: 'leftOut.push(item.id);\n      return null;',
    replace: 'return { salt: item.salt, body: JSON.stringify(copying.store.peek(item.id)) };',
    test: 'test/unit/failure-modes-hubs.test.ts',
  },
  {
    name: 'hub to hub: what was left out of a repeated chunk is said anew',
    file: 'src/partners/outbox.ts',
    find: '    this.#forgetCopies(party, leftOut);\n',
    replace: '',
    test: 'src/partners/partners.test.ts',
  },
  {
    name: 'hub to hub: a copy names its readers, never a group',
    file: 'src/partners/copying.ts',
    find: "return { ...release, audience: { kind: 'named', parties, groups: [] } };",
    replace: 'return { ...release, audience: { ...release.audience, parties } };',
    test: 'test/unit/failure-modes-hubs.test.ts',
  },
  {
    name: 'hub to hub: what is gone is taken back',
    file: 'src/store/changes.ts',
    find: 'if (!sees && given > 0) gone.push(no);',
    replace: 'if (!sees && given > 0) continue;',
    test: 'test/unit/failure-modes-hubs.test.ts',
  },
  {
    name: 'hub to hub: a chunk is for its recipient',
    file: 'src/partners/inbox.ts',
    find: "if (head.to !== this.#store.party) throw new CommonwatchError('chunk.wrong-recipient', head.to);",
    replace: '',
    test: 'test/unit/failure-modes-hubs.test.ts',
  },
  {
    name: 'hub to hub: a chunk is from its sender',
    file: 'src/partners/inbox.ts',
    find: "if (head.from !== party) throw new CommonwatchError('chunk.forged', head.from);",
    replace: '',
    test: 'test/unit/failure-modes-hubs.test.ts',
  },
  {
    name: 'hub to hub: the signature of a chunk',
    file: 'src/partners/inbox.ts',
    find: 'this.assertSigned(party, chunk.key, chunkBytes(chunk.head), chunk.signature);',
    replace: '',
    test: 'src/partners/partners.test.ts',
  },
  {
    name: 'hub to hub: the digests of a chunk',
    file: 'src/partners/format.ts',
    find: 'payloadDigest(payload.salt, payload.body) !== digests[i]',
    replace: 'false',
    test: 'src/partners/partners.test.ts',
  },
  {
    name: 'hub to hub: the owner signs its entries',
    file: 'src/partners/inbox.ts',
    find: 'assertOwnersWord(owner, this.#tables.keyFor(owner, seal.key, seal.path[0]), bytes, seal.signature);',
    replace: '',
    test: 'src/partners/partners.test.ts',
  },
  {
    name: 'hub to hub: two contents of one version are a fork',
    file: 'src/store/copies.ts',
    find: "if (before.version !== seal.version) return refused('copy.fork', entry.id);",
    replace: '',
    test: 'src/partners/partners.test.ts',
  },
  {
    name: 'hub to hub: originator control goes no further',
    file: 'src/partners/copying.ts',
    find: "return !orcon && audience.kind === 'named';",
    replace: "return audience.kind === 'named';",
    test: 'src/partners/partners.test.ts',
  },
  {
    name: 'hub to hub: only a partner that may pass on does',
    file: 'src/partners/outbox.ts',
    find: 'const known = settings.passesTo.filter(',
    replace: 'const known = store.parties.all().map(({ id }) => id).filter(',
    test: 'src/partners/partners.test.ts',
  },
  {
    name: 'hub to hub: nothing goes to a hub that nobody verified',
    file: 'src/partners/tables.ts',
    find: "if (!row.verified) throw new CommonwatchError('partner.unverified', party);",
    replace: '',
    test: 'src/partners/partners.test.ts',
  },
  {
    name: 'hub to hub: a new key needs the old one',
    file: 'src/partners/inbox.ts',
    find: "if (old?.checks(successionBytes(publicKey), Buffer.from(previous.signature, 'base64url')) === true)",
    replace: '',
    test: 'src/partners/partners.test.ts',
  },
  {
    name: 'hub to hub: what was erased does not come back',
    file: 'src/partners/inbox.ts',
    find: "if (this.#tables.erased(entry.id) !== undefined) throw new CommonwatchError('entry.erased', entry.id);",
    replace: '',
    test: 'src/partners/partners.test.ts',
  },
  {
    name: 'hub to hub: an erasure empties the quarantine',
    file: 'src/partners/inbox.ts',
    find: 'this.#tables.settleEntry(id);',
    replace: '',
    test: 'test/unit/failure-modes-hubs.test.ts',
  },
  {
    name: 'bundles: replay',
    file: 'src/partners/bundle.ts',
    find: "if (isSame && last <= n) throw new CommonwatchError('bundle.replay', last);",
    replace: '',
    test: 'src/partners/bundle.test.ts',
  },
  {
    name: 'bundles: gap',
    file: 'src/partners/bundle.ts',
    find: "if (first > n + 1) throw new CommonwatchError('bundle.gap', first, { detail: `${n + 1} comes next.` });",
    replace: '',
    test: 'src/partners/bundle.test.ts',
  },
  {
    name: 'bundles: expiry',
    file: 'src/partners/bundle.ts',
    find: "if (utcMs(expiresAt) <= now()) throw new CommonwatchError('bundle.expired', expiresAt);",
    replace: '',
    test: 'src/partners/bundle.test.ts',
  },
  {
    name: 'bundles: the recipient inside',
    file: 'src/partners/bundle.ts',
    find: "if (manifest.to !== parts.store.party) throw new CommonwatchError('bundle.wrong-recipient', manifest.to);",
    replace: '',
    test: 'src/partners/bundle.test.ts',
  },
  {
    name: 'bundles: the sender',
    file: 'src/partners/bundle.ts',
    find: 'inbox.assertSigned(from, envelope.key, bundleBytes(envelope.manifest), envelope.signature);',
    replace: '',
    test: 'src/partners/bundle.test.ts',
  },
  {
    name: 'releases by two people',
    file: 'src/hub/routes/proposals.ts',
    find: "if (account === proposal.account) throw new CommonwatchError('proposal.same-person');",
    replace: '',
    test: 'test/unit/sharing.test.ts',
  },
  {
    name: 'the public page is for anyone',
    file: 'src/hub/routes/public.ts',
    find: "return parts.publicContext(lang === 'ja' || lang === 'en' ? lang : context.language);",
    replace: 'return context;',
    test: 'test/unit/sharing.test.ts',
  },
  {
    name: 'MISP: a sharing group counts with distribution 4 alone',
    file: 'src/exchange/mispin/release.ts',
    find: 'if (level !== sharingGroup || !isRecord(node.SharingGroup)) return undefined;',
    replace: 'if (!isRecord(node.SharingGroup)) return undefined;',
    test: 'src/cti/mispimport.test.ts',
  },
  {
    name: 'MISP: only a group that this hub knows',
    file: 'src/exchange/mispin/release.ts',
    find: 'const group = groups.find((each) => sharingGroupUuid(each) === uuid);',
    replace: 'const group = groups.find((each) => sharingGroupUuid(each) === uuid) ?? groups[0];',
    test: 'src/cti/mispimport.test.ts',
  },
  {
    name: 'MISP: a part is never wider than its whole',
    file: 'src/exchange/mispin/release.ts',
    find: 'return parent === undefined || parent.group === group ? group : undefined;',
    replace: 'return group;',
    test: 'src/cti/mispimport.test.ts',
  },
  {
    name: 'MISP: a marking that no TLP can say',
    file: 'src/exchange/mispin/release.ts',
    find: 'if (isHeld) return narrow;',
    replace: '',
    test: 'src/cti/mispimport.test.ts',
  },
  {
    name: 'MISP: no file releases for an account that may not',
    file: 'src/hub/imports.ts',
    find: "if (!mayRelease || parts.config.release.secondPerson === 'always') return [];",
    replace: '',
    test: 'test/unit/formats.test.ts',
  },
  {
    name: 'CAP: an alert is its reader’s alone, whatever its scope',
    file: 'src/alerts/alert.ts',
    find: 'release: ownerOnly(owner),',
    replace:
      "release: alert.scope === 'Public' ? { ...ownerOnly(owner), tlp: 'CLEAR', audience: { kind: 'public' } } : ownerOnly(owner),",
    test: 'src/alerts/alerts.test.ts',
  },
  {
    name: 'CAP: an alert that breaks a rule is not taken',
    file: 'src/alerts/importer.ts',
    find: 'if (problems.length > 0) {',
    replace: 'if (problems.length > 50) {',
    test: 'src/alerts/alerts.test.ts',
  },
  {
    name: 'what the frame refuses has a code of ours',
    file: 'src/hub/http.ts',
    find: '    clientErrorHandler: answerBrokenHttp,\n',
    replace: '',
    test: 'test/unit/http-frame.test.ts',
  },
  {
    name: 'also: a next page only where something visible stands on it',
    file: view,
    find: 'if (seqs.length <= limit) return this.#seal({ entries });',
    replace: 'if (page.length === 0) return this.#seal({ entries });',
    test: 'test/unit/failure-modes-also.test.ts',
  },
  {
    name: 'also: what is hidden is not read',
    file: view,
    find: "if (!this.#sees(no)) throw new CommonwatchError('entry.not-found', id);",
    replace:
      "if (columns.latest[no] > 0) this.#kept.read(columns.latest[no]);\n    if (!this.#sees(no)) throw new CommonwatchError('entry.not-found', id);",
    test: 'test/unit/failure-modes-also.test.ts',
  },
];

const folder = mkdtempSync(join(tmpdir(), 'commonwatch-protections-'));
for (const part of [
  'src',
  'test',
  'docs',
  'data',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.node.json',
  'vitest.config.ts',
])
  cpSync(part, join(folder, part), { recursive: true });
symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));

const chosen = protections.filter(({ name }) => name.includes(process.argv[2] ?? ''));
let failures = 0;
for (const { name, file, find, replace, test } of chosen) {
  const path = join(folder, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(find).length !== 2) {
    failures += 1;
    console.error(`FAIL ${name}: ${file} does not hold it exactly once`);
    continue;
  }
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  const { status, stdout } = spawnSync(
    process.execPath,
    [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'unit', test],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );
  writeFileSync(path, source);
  const failed = /×\s+(.+?)\s+\d+ms/.exec(stdout)?.[1];
  if (status === 0 || failed === undefined) failures += 1;
  console.log(
    status === 0 || failed === undefined
      ? `FAIL ${name}: no test of ${test} missed it`
      : `ok   ${name}: "${failed}"`,
  );
}
rmSync(folder, { recursive: true, force: true });
console.log(`${chosen.length} protections removed, ${failures} not missed by a test`);
process.exit(failures === 0 ? 0 : 1);

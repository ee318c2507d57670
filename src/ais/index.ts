/** AIS: bytes → sentences → messages in columns, and back. All that others may import. */
export * from './batch.ts';
export {
  layouts,
  layoutsByType,
  isAuxiliaryCraft,
  type Field,
  type FieldKind,
  type Layout,
} from './layouts.ts';
export { MessageView, timeBasis, timeBasisNames, type FieldValue } from './message.ts';
export {
  createDecoder,
  isSatelliteTag,
  type AisDecoder,
  type DecoderOptions,
  type DecoderStats,
  type SkippedLine,
} from './decoder.ts';
export {
  armourSentences,
  checksumText,
  encodePayload,
  encodeSentences,
  type OutgoingMessage,
  type Payload,
  type SentenceOptions,
} from './encode.ts';
export {
  Refusals,
  refusalReasons,
  type RefusalCount,
  type RefusalReason,
  type RefusalSample,
} from './refusals.ts';
export { StringTable } from './strings.ts';
export { slicePositions, sliceStatics } from './slices.ts';
export { createGpsdProfile, decodeToGpsd, type GpsdOptions, type GpsdProfile } from './gpsd.ts';
export { ByteWriter, utf8 } from './bytewriter.ts';
export { createJsonProfile, type JsonProfile } from './profile.ts';
export {
  createCsvDecoder,
  csvRefusalReasons,
  type CsvDecoder,
  type CsvOptions,
  type CsvRefusalReason,
  type CsvStats,
} from './csv.ts';
export { type AisFormat, detectFormat, detectionBytes } from './detect.ts';
export { createIngest, type Ingest, type IngestOptions, type IngestStats } from './ingest.ts';
export { isAssignedMid, mmsiIdentity, mmsiKind, type MmsiIdentity, type MmsiKind } from './mmsi.ts';

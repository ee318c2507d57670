/**
 * Which column of a CSV holds what, by its header. Names are compared without case, spaces and signs, so that
 * `BaseDateTime`, `base_date_time` and `# Timestamp` need no format of their own.
 */

/** What a column can hold. */
export type CsvColumn =
  | 'time'
  | 'mmsi'
  | 'lon'
  | 'lat'
  | 'sog'
  | 'cog'
  | 'heading'
  | 'status'
  | 'messageType'
  | 'class'
  | 'receiver'
  | 'imo'
  | 'callSign'
  | 'name'
  | 'shipType'
  | 'draught'
  | 'destination'
  | 'length'
  | 'width'
  | 'toBow'
  | 'toStern'
  | 'toPort'
  | 'toStarboard';

const aliases: Readonly<Record<CsvColumn, string>> = {
  time: 'basedatetime datetime timestamp time date ts t msgtime send received receivedat datetimeutc timestamputc timeutc dtutc unixtime epoch dtposutc datetimestamp',
  mmsi: 'mmsi ssvid sourcemmsi vesselmmsi userid mmsinumber',
  lon: 'lon longitude long lng x londeg longitudedeg',
  lat: 'lat latitude y latdeg latitudedeg',
  sog: 'sog speed speedoverground speedknots speedkn sogkn sogknots',
  cog: 'cog course courseoverground cogdeg',
  heading: 'heading trueheading hdg headingdeg',
  status: 'status navigationalstatus navstatus nav navstat navigationstatus',
  messageType: 'messagetype msgtype messageid',
  class: 'transceiverclass typeofmobile class transponderclass',
  receiver: 'source receiver station datasource feed',
  imo: 'imo imonumber',
  callSign: 'callsign',
  name: 'vesselname shipname name',
  shipType: 'vesseltype shiptype shipandcargotype vesseltypecode',
  draught: 'draught draft draughtm',
  destination: 'destination dest',
  length: 'length lengthm loa',
  width: 'width beam widthm',
  toBow: 'a tobow dimbow dimensiona sizea',
  toStern: 'b tostern dimstern dimensionb sizeb',
  toPort: 'c toport dimport dimensionc sizec',
  toStarboard: 'd tostarboard dimstarboard dimensiond sized',
};

const columnByName = new Map<string, CsvColumn>();
for (const [column, names] of Object.entries(aliases) as [CsvColumn, string][])
  for (const name of names.split(' ')) columnByName.set(name, column);

/** Where the columns of a file are, and the habits of its source. */
export interface CsvShape {
  readonly format: 'csv-marinecadastre' | 'csv-danish' | 'csv-header';
  /** Index by column; a column that is missing is absent. */
  readonly columns: Partial<Record<CsvColumn, number>>;
  readonly columnCount: number;
  readonly delimiter: number;
  /** AISHub: `format=0` writes degrees × 600,000 and tenths of knots and degrees. */
  readonly aisHub: boolean;
}

const requiredColumns: readonly CsvColumn[] = ['time', 'mmsi', 'lon', 'lat'];

/** The columns that a header lacks; empty when positions can be read from it. */
export function missingColumns(shape: CsvShape): CsvColumn[] {
  return requiredColumns.filter((column) => shape.columns[column] === undefined);
}

/** Reads a header line. The delimiter is whichever of comma, semicolon and tab splits it most. */
export function readHeader(line: string): CsvShape {
  const text = line.replace(/^\uFEFF|^ï»¿/, '');
  const delimiter = [',', ';', '\t'].reduce((best, sign) =>
    text.split(sign).length > text.split(best).length ? sign : best,
  );
  const names = text.split(delimiter).map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''));
  const columns: Partial<Record<CsvColumn, number>> = {};
  names.forEach((name, index) => {
    const column = columnByName.get(name);
    if (column !== undefined && columns[column] === undefined) columns[column] = index;
  });
  const aisHub = names.includes('navstat') && names.includes('time');
  const type = names.indexOf('type');
  // `type` is the ship's in AISHub's files and the message's in those of gpsdio.
  if (type >= 0) columns[aisHub ? 'shipType' : 'messageType'] ??= type;
  return {
    format: formatOf(names),
    columns,
    columnCount: names.length,
    delimiter: delimiter.charCodeAt(0),
    aisHub,
  };
}

function formatOf(names: readonly string[]): CsvShape['format'] {
  if (names.includes('basedatetime')) return 'csv-marinecadastre';
  return names.includes('typeofmobile') ? 'csv-danish' : 'csv-header';
}

/** Navigational status (M.1371-5, table 45) by its words, without spaces and signs. */
const statusByWords: readonly (readonly [prefix: string, code: number])[] = [
  ['underwayusingengine', 0],
  ['atanchor', 1],
  ['notundercommand', 2],
  ['restricted', 3],
  ['constrained', 4],
  ['moored', 5],
  ['aground', 6],
  ['engagedinfishing', 7],
  ['fishing', 7],
  ['underwaysailing', 8],
  ['sailing', 8],
  ['reservedforfutureamendmenthsc', 9],
  ['reservedforfutureamendmentwig', 10],
  ['powerdrivenvesseltowingastern', 11],
  ['powerdrivenvesselpushing', 12],
  ['aissart', 14],
];

/** Ship type (M.1371-5, table 53) by its words, without spaces and signs. */
const shipTypeByWords: readonly (readonly [prefix: string, code: number])[] = [
  ['winginground', 20],
  ['wig', 20],
  ['fishing', 30],
  ['towinglong', 32],
  ['towing', 31],
  ['dredging', 33],
  ['diving', 34],
  ['military', 35],
  ['sailing', 36],
  ['pleasure', 37],
  ['highspeed', 40],
  ['hsc', 40],
  ['pilot', 50],
  ['sar', 51],
  ['searchandrescue', 51],
  ['tug', 52],
  ['porttender', 53],
  ['antipollution', 54],
  ['lawenforcement', 55],
  ['medical', 58],
  ['notparty', 59],
  ['passenger', 60],
  ['cargo', 70],
  ['tanker', 80],
  ['other', 90],
];

function byWords(table: typeof statusByWords, text: string): number | undefined {
  const words = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return table.find(([prefix]) => words.startsWith(prefix))?.[1];
}

/** Navigational status from a number or its words; 15, "not defined", for anything else. */
export function statusCode(text: string): number {
  const code = Number(text);
  if (text.trim() !== '' && Number.isInteger(code)) return code >= 0 && code <= 15 ? code : 15;
  return byWords(statusByWords, text) ?? 15;
}

/** Ship type from a number or its words; 255 for anything else. */
export function shipTypeCode(text: string): number {
  const code = Number(text);
  if (text.trim() !== '' && Number.isFinite(code)) return code >= 0 && code <= 99 ? Math.floor(code) : 255;
  return byWords(shipTypeByWords, text) ?? 255;
}

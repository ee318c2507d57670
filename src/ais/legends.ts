/**
 * The words that gpsd puts beside the codes of AIS in its JSON (`status_text`, `shiptype_text` and so on). Scripts
 * match on them, so they are gpsd's own, to the letter (gpsd 3.22, gpsd_json(5); BSD-2-Clause, see NOTICE).
 */

export const navigationalStatusTexts: readonly string[] = [
  'Under way using engine',
  'At anchor',
  'Not under command',
  'Restricted manoeuverability',
  'Constrained by her draught',
  'Moored',
  'Aground',
  'Engaged in fishing',
  'Under way sailing',
  'Reserved for HSC',
  'Reserved for WIG',
  ...repeat(4, 'Reserved'),
  'Not defined',
];

export const positionFixingDeviceTexts: readonly string[] = [
  'Undefined',
  'GPS',
  'GLONASS',
  'Combined GPS/GLONASS',
  'Loran-C',
  'Chayka',
  'Integrated navigation system',
  'Surveyed',
  'Galileo',
];

export const shipTypeTexts: readonly string[] = [
  'Not available',
  ...repeat(19, 'Reserved for future use'),
  'Wing in ground (WIG) - all ships of this type',
  'Wing in ground (WIG) - Hazardous category A',
  'Wing in ground (WIG) - Hazardous category B',
  'Wing in ground (WIG) - Hazardous category C',
  'Wing in ground (WIG) - Hazardous category D',
  ...repeat(5, 'Wing in ground (WIG) - Reserved for future use'),
  'Fishing',
  'Towing',
  'Towing: length exceeds 200m or breadth exceeds 25m',
  'Dredging or underwater ops',
  'Diving ops',
  'Military ops',
  'Sailing',
  'Pleasure Craft',
  'Reserved',
  'Reserved',
  'High speed craft (HSC) - all ships of this type',
  'High speed craft (HSC) - Hazardous category A',
  'High speed craft (HSC) - Hazardous category B',
  'High speed craft (HSC) - Hazardous category C',
  'High speed craft (HSC) - Hazardous category D',
  ...repeat(4, 'High speed craft (HSC) - Reserved for future use'),
  'High speed craft (HSC) - No additional information',
  'Pilot Vessel',
  'Search and Rescue vessel',
  'Tug',
  'Port Tender',
  'Anti-pollution equipment',
  'Law Enforcement',
  'Spare - Local Vessel',
  'Spare - Local Vessel',
  'Medical Transport',
  'Ship according to RR Resolution No. 18',
  'Passenger - all ships of this type',
  'Passenger - Hazardous category A',
  'Passenger - Hazardous category B',
  'Passenger - Hazardous category C',
  'Passenger - Hazardous category D',
  ...repeat(4, 'Passenger - Reserved for future use'),
  'Passenger - No additional information',
  'Cargo - all ships of this type',
  'Cargo - Hazardous category A',
  'Cargo - Hazardous category B',
  'Cargo - Hazardous category C',
  'Cargo - Hazardous category D',
  ...repeat(4, 'Cargo - Reserved for future use'),
  'Cargo - No additional information',
  'Tanker - all ships of this type',
  'Tanker - Hazardous category A',
  'Tanker - Hazardous category B',
  'Tanker - Hazardous category C',
  'Tanker - Hazardous category D',
  ...repeat(4, 'Tanker - Reserved for future use'),
  'Tanker - No additional information',
  'Other Type - all ships of this type',
  'Other Type - Hazardous category A',
  'Other Type - Hazardous category B',
  'Other Type - Hazardous category C',
  'Other Type - Hazardous category D',
  ...repeat(4, 'Other Type - Reserved for future use'),
  'Other Type - no additional information',
];

export const stationTypeTexts: readonly string[] = [
  'All types of mobiles',
  'Reserved for future use',
  'All types of Class B mobile stations',
  'SAR airborne mobile station',
  'Aid to Navigation station',
  'Class B shipborne mobile station',
  ...repeat(4, 'Regional use and inland waterways'),
  ...repeat(6, 'Reserved for future use'),
];

export const aidTypeTexts: readonly string[] = [
  'Unspecified',
  'Reference point',
  'RACON',
  'Fixed offshore structure',
  'Spare, Reserved for future use.',
  'Light, without sectors',
  'Light, with sectors',
  'Leading Light Front',
  'Leading Light Rear',
  'Beacon, Cardinal N',
  'Beacon, Cardinal E',
  'Beacon, Cardinal S',
  'Beacon, Cardinal W',
  'Beacon, Port hand',
  'Beacon, Starboard hand',
  'Beacon, Preferred Channel port hand',
  'Beacon, Preferred Channel starboard hand',
  'Beacon, Isolated danger',
  'Beacon, Safe water',
  'Beacon, Special mark',
  'Cardinal Mark N',
  'Cardinal Mark E',
  'Cardinal Mark S',
  'Cardinal Mark W',
  'Port hand Mark',
  'Starboard hand Mark',
  'Preferred Channel Port hand',
  'Preferred Channel Starboard hand',
  'Isolated danger',
  'Safe Water',
  'Special Mark',
  'Light Vessel / LANBY / Rigs',
];

export const trafficSignalTexts: readonly string[] = [
  'N/A',
  'Serious emergency – stop or divert according to instructions.',
  'Vessels shall not proceed.',
  'Vessels may proceed. One way traffic.',
  'Vessels may proceed. Two way traffic.',
  'Vessels shall proceed on specific orders only.',
  'Vessels in main channel shall not proceed.',
  'Vessels in main channel shall proceed on specific orders only.',
  'Vessels in main channel shall proceed on specific orders only.',
  'I = "in-bound" only acceptable.',
  'O = "out-bound" only acceptable.',
  'F = both "in- and out-bound" acceptable.',
  'XI = Code will shift to "I" in due time.',
  'XO = Code will shift to "O" in due time.',
  'X = Vessels shall proceed only on direction.',
];

export const routeTypeTexts: readonly string[] = [
  'Undefined (default)',
  'Mandatory',
  'Recommended',
  'Alternative',
  'Recommended route through ice',
  'Ship route plan',
  ...repeat(25, 'Reserved for future use.'),
  'Cancel route identified by message linkage',
];

export const targetIdTexts: readonly string[] = ['mmsi', 'imo', 'callsign', 'other'];

export const raconStatusTexts: readonly string[] = [
  'No RACON installed',
  'RACON not monitored',
  'RACON operational',
  'RACON ERROR',
];

export const lightStatusTexts: readonly string[] = [
  'No light or no monitoring',
  'Light ON',
  'Light OFF',
  'Light ERROR',
];

export const lockStatusTexts: readonly string[] = ['Operational', 'Limited operation', 'Out of order', 'N/A'];

export const berthPositionTexts: readonly string[] = [
  'Not available',
  'Port-side to',
  'Starboard-side to',
  'Mediterranean (end-on) mooring',
  'Mooring buoy',
  'Anchorage',
  'Reserved for future use',
  'Reserved for future use',
];

export const trendTexts: readonly string[] = ['steady', 'increasing', 'decreasing', 'N/A'];

export const precipitationTexts: readonly string[] = [
  'reserved',
  'rain',
  'thunderstorm',
  'freezing rain',
  'mixed/ice',
  'snow',
  'reserved',
  'N/A',
];

export const iceTexts: readonly string[] = ['no', 'yes', 'reserved', 'N/A'];

export const hazardTexts: readonly string[] = [
  '0 blue cones/lights',
  '1 blue cone/light',
  '2 blue cones/lights',
  '3 blue cones/lights',
  '4 B-Flag',
  'Unknown',
];

export const loadStatusTexts: readonly string[] = ['N/A (default)', 'Unloaded', 'Loaded'];

export const warningTypeTexts: readonly string[] = [
  'Not Available',
  'Wind',
  'Rain',
  'Snow and ice',
  'Thunderstorm',
  'Fog',
  'Low temperature',
  'High temperature',
  'Flood',
  'Forest Fire',
];

export const warningClassTexts: readonly string[] = ['Slight', 'Medium', 'Strong'];

export const windDirectionTexts: readonly string[] = [
  'N/A',
  'North',
  'North East',
  'East',
  'South East',
  'South',
  'South West',
  'West',
  'North West',
];

export const signalDirectionTexts: readonly string[] = [
  'Unknown',
  'Upstream',
  'Downstream',
  'To left bank',
  'To right bank',
];

export const signalStatusTexts: readonly string[] = [
  'Unknown',
  'No light',
  'White',
  'Yellow',
  'Green',
  'Red',
  'White flashing',
  'Yellow flashing.',
];

/** Inland vessel types: code of the ERI classification, the AIS ship type that goes with it, text. */
export const inlandShipTypes: readonly (readonly [number, number, string])[] = [
  [8000, 99, 'Vessel, type unknown'],
  [8010, 79, 'Motor freighter'],
  [8020, 89, 'Motor tanker'],
  [8021, 80, 'Motor tanker, liquid cargo, type N'],
  [8022, 80, 'Motor tanker, liquid cargo, type C'],
  [8023, 89, 'Motor tanker, dry cargo as if liquid (e.g. cement)'],
  [8030, 79, 'Container vessel'],
  [8040, 80, 'Gas tanker'],
  [8050, 79, 'Motor freighter, tug'],
  [8060, 89, 'Motor tanker, tug'],
  [8070, 79, 'Motor freighter with one or more ships alongside'],
  [8080, 89, 'Motor freighter with tanker'],
  [8090, 79, 'Motor freighter pushing one or more freighters'],
  [8100, 89, 'Motor freighter pushing at least one tank-ship'],
  [8110, 79, 'Tug, freighter'],
  [8120, 89, 'Tug, tanker'],
  [8130, 31, 'Tug freighter, coupled'],
  [8140, 31, 'Tug, freighter/tanker, coupled'],
  [8150, 99, 'Freightbarge'],
  [8160, 99, 'Tankbarge'],
  [8161, 90, 'Tankbarge, liquid cargo, type N'],
  [8162, 90, 'Tankbarge, liquid cargo, type C'],
  [8163, 99, 'Tankbarge, dry cargo as if liquid (e.g. cement)'],
  [8170, 99, 'Freightbarge with containers'],
  [8180, 90, 'Tankbarge, gas'],
  [8210, 79, 'Pushtow, one cargo barge'],
  [8220, 79, 'Pushtow, two cargo barges'],
  [8230, 79, 'Pushtow, three cargo barges'],
  [8240, 79, 'Pushtow, four cargo barges'],
  [8250, 79, 'Pushtow, five cargo barges'],
  [8260, 79, 'Pushtow, six cargo barges'],
  [8270, 79, 'Pushtow, seven cargo barges'],
  [8280, 79, 'Pushtow, eigth cargo barges'],
  [8290, 79, 'Pushtow, nine or more barges'],
  [8310, 80, 'Pushtow, one tank/gas barge'],
  [8320, 80, 'Pushtow, two barges at least one tanker or gas barge'],
  [8330, 80, 'Pushtow, three barges at least one tanker or gas barge'],
  [8340, 80, 'Pushtow, four barges at least one tanker or gas barge'],
  [8350, 80, 'Pushtow, five barges at least one tanker or gas barge'],
  [8360, 80, 'Pushtow, six barges at least one tanker or gas barge'],
  [8370, 80, 'Pushtow, seven barges at least one tanker or gas barg'],
];

function repeat(count: number, text: string): string[] {
  return new Array<string>(count).fill(text);
}

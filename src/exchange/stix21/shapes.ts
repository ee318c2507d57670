/**
 * The objects of STIX 2.1 (OASIS Standard) as a table: which properties a type has, of which form, and which it must
 * have. A form is `form`, `form:argument`, `form[]` for a list with at least one item, and `!` at the end where the
 * property must be there. The forms themselves are in `forms.ts`.
 */

export type Forms = Readonly<Record<string, string>>;

export interface ObjectShape {
  readonly category: 'sdo' | 'sro' | 'sco' | 'meta';
  readonly properties: Forms;
  /** Of each list at least one property must be there. */
  readonly atLeastOne?: readonly (readonly string[])[];
  /** Predefined extensions, by key. */
  readonly extensions?: Readonly<Record<string, ExtensionShape>>;
  /** The properties that a deterministic id is made of (section 2.9); observables only. */
  readonly idFrom?: readonly string[];
}

export interface ExtensionShape {
  readonly properties: Forms;
  readonly atLeastOne?: readonly (readonly string[])[];
}

const marked: Forms = {
  object_marking_refs: 'id[]',
  granular_markings: 'granular[]',
  extensions: 'extensions',
};

/** Common properties of domain and relationship objects (section 3.2). */
export const commonProperties: Forms = {
  type: 'type!',
  spec_version: 'enum:2.0|2.1!',
  id: 'id!',
  created_by_ref: 'id',
  created: 'versiontime!',
  modified: 'versiontime!',
  revoked: 'boolean',
  labels: 'string[]',
  confidence: 'integer:0..100',
  lang: 'language',
  external_references: 'external[]',
  ...marked,
};

/** Common properties of observables. */
export const commonObservable: Forms = {
  type: 'type!',
  spec_version: 'enum:2.0|2.1',
  id: 'id!',
  defanged: 'boolean',
  ...marked,
};

const sdo = (properties: Forms, atLeastOne?: ObjectShape['atLeastOne']): ObjectShape => ({
  category: 'sdo',
  properties: { ...commonProperties, ...properties },
  ...(atLeastOne === undefined ? {} : { atLeastOne }),
});
const sco = (
  properties: Forms,
  idFrom: readonly string[],
  more: Omit<ObjectShape, 'category' | 'properties' | 'idFrom'> = {},
): ObjectShape => ({
  category: 'sco',
  properties: { ...commonObservable, ...properties },
  idFrom,
  ...more,
});

const named: Forms = { name: 'string!', description: 'string' };
const seen: Forms = { first_seen: 'timestamp', last_seen: 'timestamp' };
const phases: Forms = { kill_chain_phases: 'phase[]' };
const motives: Forms = {
  goals: 'string[]',
  resource_level: 'string',
  primary_motivation: 'string',
  secondary_motivations: 'string[]',
};

const domainObjects: Readonly<Record<string, ObjectShape>> = {
  'attack-pattern': sdo({ ...named, ...phases, aliases: 'string[]' }),
  campaign: sdo({ ...named, ...seen, aliases: 'string[]', objective: 'string' }),
  'course-of-action': sdo({ ...named, action: 'never' }),
  grouping: sdo({ name: 'string', description: 'string', context: 'string!', object_refs: 'id[]!' }),
  identity: sdo({
    ...named,
    roles: 'string[]',
    identity_class: 'string',
    sectors: 'string[]',
    contact_information: 'string',
  }),
  incident: sdo({ ...named }),
  indicator: sdo({
    name: 'string',
    description: 'string',
    ...phases,
    indicator_types: 'string[]',
    pattern: 'string!',
    pattern_type: 'string!',
    pattern_version: 'string',
    valid_from: 'timestamp!',
    valid_until: 'timestamp',
  }),
  infrastructure: sdo({
    ...named,
    ...seen,
    ...phases,
    infrastructure_types: 'string[]',
    aliases: 'string[]',
  }),
  'intrusion-set': sdo({ ...named, ...seen, ...motives, aliases: 'string[]' }),
  location: sdo(
    {
      name: 'string',
      description: 'string',
      latitude: 'number:-90..90',
      longitude: 'number:-180..180',
      precision: 'number',
      region: 'string',
      country: 'string',
      administrative_area: 'string',
      city: 'string',
      street_address: 'string',
      postal_code: 'string',
    },
    [['region', 'country', 'latitude']],
  ),
  malware: sdo({
    name: 'string',
    description: 'string',
    ...seen,
    ...phases,
    malware_types: 'string[]',
    is_family: 'boolean!',
    aliases: 'string[]',
    operating_system_refs: 'id:software[]',
    architecture_execution_envs: 'string[]',
    implementation_languages: 'string[]',
    capabilities: 'string[]',
    sample_refs: 'string[]',
  }),
  'malware-analysis': sdo(
    {
      product: 'string!',
      version: 'string',
      host_vm_ref: 'id:software',
      operating_system_ref: 'id:software',
      installed_software_refs: 'id:software[]',
      configuration_version: 'string',
      modules: 'string[]',
      analysis_engine_version: 'string',
      analysis_definition_version: 'string',
      submitted: 'timestamp',
      analysis_started: 'timestamp',
      analysis_ended: 'timestamp',
      result_name: 'string',
      result: 'string',
      analysis_sco_refs: 'id[]',
      sample_ref: 'id:artifact|file|network-traffic',
    },
    [['result', 'analysis_sco_refs']],
  ),
  note: sdo({ abstract: 'string', content: 'string!', authors: 'string[]', object_refs: 'id[]!' }),
  'observed-data': sdo({
    first_observed: 'timestamp!',
    last_observed: 'timestamp!',
    number_observed: 'integer:1..999999999!',
    objects: 'observables',
    object_refs: 'observableref[]',
  }),
  opinion: sdo({
    explanation: 'string',
    authors: 'string[]',
    opinion: 'enum:strongly-disagree|disagree|neutral|agree|strongly-agree!',
    object_refs: 'id[]!',
  }),
  report: sdo({ ...named, report_types: 'string[]', published: 'timestamp!', object_refs: 'id[]!' }),
  'threat-actor': sdo({
    ...named,
    ...seen,
    ...motives,
    threat_actor_types: 'string[]',
    aliases: 'string[]',
    roles: 'string[]',
    sophistication: 'string',
    personal_motivations: 'string[]',
  }),
  tool: sdo({ ...named, ...phases, tool_types: 'string[]', aliases: 'string[]', tool_version: 'string' }),
  vulnerability: sdo({ ...named }),
};

const notJoined = 'not:relationship|sighting|bundle|marking-definition|language-content';

const relationObjects: Readonly<Record<string, ObjectShape>> = {
  relationship: {
    category: 'sro',
    properties: {
      ...commonProperties,
      relationship_type: 'relationtype!',
      description: 'string',
      source_ref: `${notJoined}!`,
      target_ref: `${notJoined}!`,
      start_time: 'timestamp',
      stop_time: 'timestamp',
    },
  },
  sighting: {
    category: 'sro',
    properties: {
      ...commonProperties,
      description: 'string',
      first_seen: 'timestamp',
      last_seen: 'timestamp',
      count: 'integer:0..999999999',
      sighting_of_ref: `${notJoined}!`,
      observed_data_refs: 'id:observed-data[]',
      where_sighted_refs: 'id:identity|location[]',
      summary: 'boolean',
    },
  },
};

const metaObjects: Readonly<Record<string, ObjectShape>> = {
  'language-content': {
    category: 'meta',
    properties: {
      ...commonProperties,
      object_ref: 'not:bundle|language-content!',
      object_modified: 'timestamp',
      contents: 'contents!',
    },
  },
  'marking-definition': {
    category: 'meta',
    properties: {
      type: 'type!',
      spec_version: 'enum:2.0|2.1!',
      id: 'id!',
      created_by_ref: 'id',
      created: 'timestamp!',
      external_references: 'external[]',
      ...marked,
      object_marking_refs: 'id:marking-definition[]',
      name: 'string',
      definition_type: 'string',
      definition: 'object',
    },
  },
  'extension-definition': {
    category: 'meta',
    properties: {
      ...commonProperties,
      name: 'string!',
      description: 'string',
      schema: 'string!',
      version: 'string!',
      extension_types: 'enum:new-sdo|new-sco|new-sro|property-extension|toplevel-property-extension[]!',
      extension_properties: 'string[]',
    },
  },
};

const fileExtensions: Readonly<Record<string, ExtensionShape>> = {
  'archive-ext': { properties: { contains_refs: 'string[]!', comment: 'string' } },
  'ntfs-ext': {
    properties: { sid: 'string', alternate_data_streams: 'stream[]' },
    atLeastOne: [['sid', 'alternate_data_streams']],
  },
  'pdf-ext': {
    properties: {
      version: 'string',
      is_optimized: 'boolean',
      document_info_dict: 'dictionary:string',
      pdfid0: 'string',
      pdfid1: 'string',
    },
    atLeastOne: [['version', 'is_optimized', 'document_info_dict', 'pdfid0', 'pdfid1']],
  },
  'raster-image-ext': {
    properties: {
      image_height: 'integer',
      image_width: 'integer',
      bits_per_pixel: 'integer',
      exif_tags: 'dictionary:scalar',
    },
    atLeastOne: [['image_height', 'image_width', 'bits_per_pixel', 'exif_tags']],
  },
  'windows-pebinary-ext': {
    properties: {
      pe_type: 'string!',
      imphash: 'string',
      machine_hex: 'hex',
      number_of_sections: 'integer:0..',
      time_date_stamp: 'secondtime',
      pointer_to_symbol_table_hex: 'hex',
      number_of_symbols: 'integer:0..',
      size_of_optional_header: 'integer:0..',
      characteristics_hex: 'hex',
      file_header_hashes: 'hashes',
      optional_header: 'peheader',
      sections: 'pesection[]',
    },
    atLeastOne: [
      [
        'imphash',
        'machine_hex',
        'number_of_sections',
        'time_date_stamp',
        'pointer_to_symbol_table_hex',
        'number_of_symbols',
        'size_of_optional_header',
        'characteristics_hex',
        'file_header_hashes',
        'optional_header',
        'sections',
      ],
    ],
  },
};

const trafficExtensions: Readonly<Record<string, ExtensionShape>> = {
  'http-request-ext': {
    properties: {
      request_method: 'string!',
      request_value: 'string!',
      request_version: 'string',
      request_header: 'dictionary:strings',
      message_body_length: 'integer',
      message_body_data_ref: 'string',
    },
  },
  'icmp-ext': { properties: { icmp_type_hex: 'hex!', icmp_code_hex: 'hex!' } },
  'socket-ext': {
    properties: {
      address_family: 'enum:AF_UNSPEC|AF_INET|AF_IPX|AF_APPLETALK|AF_NETBIOS|AF_INET6|AF_IRDA|AF_BTH!',
      is_blocking: 'boolean',
      is_listening: 'boolean',
      options: 'socketoptions',
      socket_type: 'enum:SOCK_STREAM|SOCK_DGRAM|SOCK_RAW|SOCK_RDM|SOCK_SEQPACKET',
      socket_descriptor: 'integer:0..',
      socket_handle: 'integer',
    },
  },
  'tcp-ext': {
    properties: { src_flags_hex: 'hex', dst_flags_hex: 'hex' },
    atLeastOne: [['src_flags_hex', 'dst_flags_hex']],
  },
};

const processExtensions: Readonly<Record<string, ExtensionShape>> = {
  'windows-process-ext': {
    properties: {
      aslr_enabled: 'boolean',
      dep_enabled: 'boolean',
      priority: 'string',
      owner_sid: 'string',
      window_title: 'string',
      startup_info: 'dictionary',
      integrity_level: 'enum:low|medium|high|system',
    },
    atLeastOne: [
      [
        'aslr_enabled',
        'dep_enabled',
        'priority',
        'owner_sid',
        'window_title',
        'startup_info',
        'integrity_level',
      ],
    ],
  },
  'windows-service-ext': {
    properties: {
      service_name: 'string',
      descriptions: 'string[]',
      display_name: 'string',
      group_name: 'string',
      start_type:
        'enum:SERVICE_AUTO_START|SERVICE_BOOT_START|SERVICE_DEMAND_START|SERVICE_DISABLED|SERVICE_SYSTEM_ALERT',
      service_dll_refs: 'string[]',
      service_type:
        'enum:SERVICE_KERNEL_DRIVER|SERVICE_FILE_SYSTEM_DRIVER|SERVICE_WIN32_OWN_PROCESS|SERVICE_WIN32_SHARE_PROCESS',
      service_status:
        'enum:SERVICE_CONTINUE_PENDING|SERVICE_PAUSE_PENDING|SERVICE_PAUSED|SERVICE_RUNNING|SERVICE_START_PENDING|SERVICE_STOP_PENDING|SERVICE_STOPPED',
    },
    atLeastOne: [
      [
        'service_name',
        'descriptions',
        'display_name',
        'group_name',
        'start_type',
        'service_dll_refs',
        'service_type',
        'service_status',
      ],
    ],
  },
};

const accountExtensions: Readonly<Record<string, ExtensionShape>> = {
  'unix-account-ext': {
    properties: { gid: 'number', groups: 'string[]', home_dir: 'string', shell: 'string' },
    atLeastOne: [['gid', 'groups', 'home_dir', 'shell']],
  },
};

const account: Forms = {
  user_id: 'string',
  credential: 'string',
  account_login: 'string',
  account_type: 'string',
  display_name: 'string',
  is_service_account: 'boolean',
  is_privileged: 'boolean',
  can_escalate_privs: 'boolean',
  is_disabled: 'boolean',
  account_created: 'timestamp',
  account_expires: 'timestamp',
  credential_last_changed: 'timestamp',
  account_first_login: 'timestamp',
  account_last_login: 'timestamp',
};
const certificate: Forms = {
  is_self_signed: 'boolean',
  hashes: 'hashes',
  version: 'string',
  serial_number: 'string',
  signature_algorithm: 'string',
  issuer: 'string',
  validity_not_before: 'timestamp',
  validity_not_after: 'timestamp',
  subject: 'string',
  subject_public_key_algorithm: 'string',
  subject_public_key_modulus: 'string',
  subject_public_key_exponent: 'integer',
  x509_v3_extensions: 'v3extensions',
};
const process: Forms = {
  is_hidden: 'boolean',
  pid: 'integer',
  created_time: 'timestamp',
  cwd: 'string',
  command_line: 'string',
  environment_variables: 'dictionary',
  opened_connection_refs: 'string[]',
  creator_user_ref: 'string',
  image_ref: 'string',
  parent_ref: 'string',
  child_refs: 'string[]',
};
const registryKey: Forms = {
  key: 'registrykey',
  values: 'registryvalue[]',
  modified_time: 'timestamp',
  creator_user_ref: 'string',
  number_of_subkeys: 'integer',
};
const address: Forms = { resolves_to_refs: 'string[]', belongs_to_refs: 'string[]' };
const fileTimes: Forms = { ctime: 'timestamp', mtime: 'timestamp', atime: 'timestamp' };

const observables: Readonly<Record<string, ObjectShape>> = {
  artifact: sco(
    {
      mime_type: 'mediatype',
      payload_bin: 'binary',
      url: 'url',
      hashes: 'hashes',
      encryption_algorithm: 'enum:AES-256-GCM|ChaCha20-Poly1305|mime-type-indicated',
      decryption_key: 'string',
    },
    ['hashes', 'payload_bin'],
    { atLeastOne: [['payload_bin', 'url']] },
  ),
  'autonomous-system': sco({ number: 'integer!', name: 'string', rir: 'string' }, ['number']),
  directory: sco({ path: 'string!', path_enc: 'charset', ...fileTimes, contains_refs: 'string[]' }, ['path']),
  'domain-name': sco({ value: 'domain!', resolves_to_refs: 'string[]' }, ['value']),
  'email-addr': sco({ value: 'email!', display_name: 'string', belongs_to_ref: 'string' }, ['value']),
  'email-message': sco(
    {
      is_multipart: 'boolean!',
      date: 'timestamp',
      content_type: 'string',
      from_ref: 'string',
      sender_ref: 'string',
      to_refs: 'string[]',
      cc_refs: 'string[]',
      bcc_refs: 'string[]',
      message_id: 'string',
      subject: 'string',
      received_lines: 'string[]',
      additional_header_fields: 'dictionary:header',
      body: 'string',
      body_multipart: 'mimepart[]',
      raw_email_ref: 'string',
    },
    ['from_ref', 'subject', 'body'],
  ),
  file: sco(
    {
      hashes: 'hashes',
      size: 'integer:0..',
      name: 'string',
      name_enc: 'charset',
      magic_number_hex: 'hex',
      mime_type: 'string',
      ...fileTimes,
      parent_directory_ref: 'string',
      contains_refs: 'string[]',
      content_ref: 'string',
    },
    ['hashes', 'name', 'parent_directory_ref', 'extensions'],
    { atLeastOne: [['hashes', 'name']], extensions: fileExtensions },
  ),
  'ipv4-addr': sco({ value: 'ipv4!', ...address }, ['value']),
  'ipv6-addr': sco({ value: 'ipv6!', ...address }, ['value']),
  'mac-addr': sco({ value: 'mac!' }, ['value']),
  mutex: sco({ name: 'string!' }, ['name']),
  'network-traffic': sco(
    {
      start: 'timestamp',
      end: 'timestamp',
      is_active: 'boolean',
      src_ref: 'string',
      dst_ref: 'string',
      src_port: 'integer:0..65535',
      dst_port: 'integer:0..65535',
      protocols: 'string[]!',
      src_byte_count: 'integer:0..',
      dst_byte_count: 'integer:0..',
      src_packets: 'integer:0..',
      dst_packets: 'integer:0..',
      ipfix: 'dictionary:scalar',
      src_payload_ref: 'string',
      dst_payload_ref: 'string',
      encapsulates_refs: 'string[]',
      encapsulated_by_ref: 'string',
    },
    ['start', 'end', 'src_ref', 'dst_ref', 'src_port', 'dst_port', 'protocols', 'extensions'],
    { atLeastOne: [['src_ref', 'dst_ref']], extensions: trafficExtensions },
  ),
  process: sco(process, [], {
    atLeastOne: [['extensions', ...Object.keys(process)]],
    extensions: processExtensions,
  }),
  software: sco(
    {
      name: 'string!',
      cpe: 'cpe',
      swid: 'string',
      languages: 'softwarelanguage[]',
      vendor: 'string',
      version: 'string',
    },
    ['name', 'cpe', 'swid', 'vendor', 'version'],
  ),
  url: sco({ value: 'url!' }, ['value']),
  'user-account': sco(account, ['account_type', 'user_id', 'account_login'], {
    atLeastOne: [['extensions', ...Object.keys(account)]],
    extensions: accountExtensions,
  }),
  'windows-registry-key': sco(registryKey, ['key', 'values'], { atLeastOne: [Object.keys(registryKey)] }),
  'x509-certificate': sco(certificate, ['hashes', 'serial_number'], {
    atLeastOne: [Object.keys(certificate)],
  }),
};

/** Every standard object, by type. */
export const objectShapes: Readonly<Record<string, ObjectShape>> = {
  ...domainObjects,
  ...relationObjects,
  ...metaObjects,
  ...observables,
};

export function shapeNamed(type: string): ObjectShape | undefined {
  return Object.hasOwn(objectShapes, type) ? objectShapes[type] : undefined;
}

export function isObservableType(type: string): boolean {
  return shapeNamed(type)?.category === 'sco';
}

/** Objects inside observables: their properties, for custom ones to be told apart. */
export const embedded = {
  stream: { properties: { name: 'string!', hashes: 'hashes', size: 'integer:0..' } },
  pesection: { properties: { name: 'string!', size: 'integer:0..', entropy: 'number', hashes: 'hashes' } },
  mimepart: {
    properties: {
      body: 'string',
      body_raw_ref: 'string',
      content_type: 'string',
      content_disposition: 'string',
    },
    atLeastOne: [['body', 'body_raw_ref']],
  },
  registryvalue: {
    properties: {
      name: 'string',
      data: 'string',
      data_type:
        'enum:REG_NONE|REG_SZ|REG_EXPAND_SZ|REG_BINARY|REG_DWORD|REG_DWORD_BIG_ENDIAN|REG_DWORD_LITTLE_ENDIAN|REG_LINK|REG_MULTI_SZ|REG_RESOURCE_LIST|REG_FULL_RESOURCE_DESCRIPTION|REG_RESOURCE_REQUIREMENTS_LIST|REG_QWORD|REG_INVALID_TYPE',
    },
    atLeastOne: [['name', 'data', 'data_type']],
  },
  v3extensions: {
    properties: {
      basic_constraints: 'string',
      name_constraints: 'string',
      policy_constraints: 'string',
      key_usage: 'string',
      extended_key_usage: 'string',
      subject_key_identifier: 'string',
      authority_key_identifier: 'string',
      subject_alternative_name: 'string',
      issuer_alternative_name: 'string',
      subject_directory_attributes: 'string',
      crl_distribution_points: 'string',
      inhibit_any_policy: 'string',
      private_key_usage_period_not_before: 'timestamp',
      private_key_usage_period_not_after: 'timestamp',
      certificate_policies: 'string',
      policy_mappings: 'string',
    },
  },
  peheader: {
    properties: {
      magic_hex: 'hex',
      major_linker_version: 'integer',
      minor_linker_version: 'integer',
      size_of_code: 'integer:0..',
      size_of_initialized_data: 'integer:0..',
      size_of_uninitialized_data: 'integer:0..',
      address_of_entry_point: 'integer',
      base_of_code: 'integer',
      base_of_data: 'integer',
      image_base: 'integer',
      section_alignment: 'integer',
      file_alignment: 'integer',
      major_os_version: 'integer',
      minor_os_version: 'integer',
      major_image_version: 'integer',
      minor_image_version: 'integer',
      major_subsystem_version: 'integer',
      minor_subsystem_version: 'integer',
      win32_version_value_hex: 'hex',
      size_of_image: 'integer:0..',
      size_of_headers: 'integer:0..',
      checksum_hex: 'hex',
      subsystem_hex: 'hex',
      dll_characteristics_hex: 'hex',
      size_of_stack_reserve: 'integer:0..',
      size_of_stack_commit: 'integer:0..',
      size_of_heap_reserve: 'integer:0..',
      size_of_heap_commit: 'integer:0..',
      loader_flags_hex: 'hex',
      number_of_rva_and_sizes: 'integer',
      hashes: 'hashes',
    },
  },
} as const satisfies Record<string, ExtensionShape>;

export type EmbeddedName = keyof typeof embedded;

export function embeddedNamed(form: string): ExtensionShape | undefined {
  return Object.hasOwn(embedded, form) ? embedded[form as EmbeddedName] : undefined;
}

/** Deprecated since 2.1, by type: still read, and told. */
export const deprecatedProperties: Readonly<Record<string, readonly string[]>> = {
  'observed-data': ['objects'],
  'ipv4-addr': ['resolves_to_refs', 'belongs_to_refs'],
  'ipv6-addr': ['resolves_to_refs', 'belongs_to_refs'],
};

/** Times that stand in an order: the first is not before the second, or later than it. */
export const timeOrders: Readonly<Record<string, readonly (readonly [string, '>=' | '>', string])[]>> = {
  campaign: [['last_seen', '>=', 'first_seen']],
  indicator: [['valid_until', '>', 'valid_from']],
  infrastructure: [['last_seen', '>=', 'first_seen']],
  'intrusion-set': [['last_seen', '>=', 'first_seen']],
  malware: [['last_seen', '>=', 'first_seen']],
  'malware-analysis': [['analysis_ended', '>=', 'analysis_started']],
  'observed-data': [['last_observed', '>=', 'first_observed']],
  relationship: [['stop_time', '>', 'start_time']],
  sighting: [['last_seen', '>=', 'first_seen']],
  'threat-actor': [['last_seen', '>=', 'first_seen']],
  'network-traffic': [['end', '>=', 'start']],
};

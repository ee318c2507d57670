/**
 * Open vocabularies of STIX 2.1 (OASIS Standard, section 10) and where the objects use them. A value that is not in
 * its vocabulary is allowed, and told: a SHOULD.
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const attackMotivation = words(
  `accidental coercion dominance ideology notoriety organizational-gain personal-gain personal-satisfaction revenge
   unpredictable`,
);
const attackResourceLevel = words('individual club contest team organization government');
const industrySectors = words(
  `agriculture aerospace automotive chemical commercial communications construction defense education energy
   entertainment financial-services government emergency-services government-local government-national
   government-public-services government-regional healthcare hospitality-leisure infrastructure dams nuclear water
   insurance manufacturing mining non-profit pharmaceuticals retail technology telecommunications transportation
   utilities`,
);

/** By the name of the check that watches it. */
export const vocabularies = {
  'attack-motivation': attackMotivation,
  'attack-resource-level': attackResourceLevel,
  'grouping-context': words('suspicious-activity malware-analysis unspecified'),
  'identity-class': words('individual group system organization class unspecified unknown'),
  'implementation-languages': words(
    `applescript bash c c++ c# go java javascript lua objective-c perl php powershell python ruby scala swift
     typescript visual-basic x86-32 x86-64`,
  ),
  'indicator-types': words(
    'anomalous-activity anonymization attribution benign compromised malicious-activity unknown',
  ),
  'infrastructure-types': words(
    `amplification anonymization botnet command-and-control control-system exfiltration firewall hosting-malware
     hosting-target-lists phishing reconnaissance routers-switches staging workstation unknown`,
  ),
  'industry-sector': industrySectors,
  'malware-types': words(
    `adware backdoor bot bootkit ddos downloader dropper exploit-kit keylogger ransomware remote-access-trojan
     resource-exploitation rogue-security-software rootkit screen-capture spyware trojan unknown virus webshell wiper
     worm`,
  ),
  'malware-result': words('malicious suspicious benign unknown'),
  'malware-capabilities': words(
    `accesses-remote-machines anti-debugging anti-disassembly anti-emulation anti-memory-forensics anti-sandbox
     anti-vm captures-input-peripherals captures-output-peripherals captures-system-state-data
     cleans-traces-of-infection commits-fraud communicates-with-c2 compromises-data-availability
     compromises-data-integrity compromises-system-availability controls-local-machine degrades-security-software
     degrades-system-updates determines-c2-server emails-spam escalates-privileges evades-av exfiltrates-data
     fingerprints-host hides-artifacts hides-executing-code infects-files infects-remote-machines
     installs-other-components persists-after-system-reboot prevents-artifact-access prevents-artifact-deletion
     probes-network-environment self-modifies steals-authentication-credentials
     violates-system-operational-integrity`,
  ),
  'processor-architecture': words('alpha arm ia-64 mips powerpc sparc x86 x86-64'),
  'indicator-pattern-types': words('stix pcre sigma snort suricata yara'),
  'report-types': words(
    `attack-pattern campaign identity indicator intrusion-set malware observed-data threat-actor threat-report tool
     vulnerability`,
  ),
  'threat-actor-types': words(
    `activist competitor crime-syndicate criminal hacker insider-accidental insider-disgruntled nation-state
     sensationalist spy terrorist unknown`,
  ),
  'threat-actor-role': words(
    'agent director independent infrastructure-architect infrastructure-operator malware-author sponsor',
  ),
  'threat-actor-sophistication': words('none minimal intermediate advanced expert innovator strategic'),
  'tool-types': words(
    `denial-of-service exploitation information-gathering network-capture credential-exploitation remote-access
     vulnerability-scanning unknown`,
  ),
  region: words(
    `africa eastern-africa middle-africa northern-africa southern-africa western-africa americas
     latin-america-caribbean south-america caribbean central-america northern-america asia central-asia eastern-asia
     southern-asia south-eastern-asia western-asia europe eastern-europe northern-europe southern-europe
     western-europe oceania antarctica australia-new-zealand melanesia micronesia polynesia`,
  ),
  'account-type': words(
    'facebook ldap nis openid radius skype tacacs twitter unix windows-local windows-domain',
  ),
  'windows-pebinary-type': words('dll exe sys'),
} as const satisfies Record<string, readonly string[]>;

export type VocabularyCheck = keyof typeof vocabularies;

/** Which property of which type takes its words from which vocabulary. */
export const vocabularyUses: Readonly<Record<string, Readonly<Record<string, VocabularyCheck>>>> = {
  grouping: { context: 'grouping-context' },
  identity: { identity_class: 'identity-class', sectors: 'industry-sector' },
  indicator: { indicator_types: 'indicator-types', pattern_type: 'indicator-pattern-types' },
  infrastructure: { infrastructure_types: 'infrastructure-types' },
  'intrusion-set': {
    resource_level: 'attack-resource-level',
    primary_motivation: 'attack-motivation',
    secondary_motivations: 'attack-motivation',
  },
  location: { region: 'region' },
  malware: {
    malware_types: 'malware-types',
    architecture_execution_envs: 'processor-architecture',
    implementation_languages: 'implementation-languages',
    capabilities: 'malware-capabilities',
  },
  'malware-analysis': { result: 'malware-result' },
  report: { report_types: 'report-types' },
  'threat-actor': {
    threat_actor_types: 'threat-actor-types',
    roles: 'threat-actor-role',
    sophistication: 'threat-actor-sophistication',
    resource_level: 'attack-resource-level',
    primary_motivation: 'attack-motivation',
    secondary_motivations: 'attack-motivation',
    personal_motivations: 'attack-motivation',
  },
  tool: { tool_types: 'tool-types' },
  'user-account': { account_type: 'account-type' },
};

export const hashAlgorithms = words('MD5 SHA-1 SHA-256 SHA-512 SHA3-256 SHA3-512 SSDEEP TLSH');

/** Relationship types that any two objects may have. */
export const commonRelationships = words('derived-from duplicate-of related-to');

const targets = (text: string): readonly string[] => words(text);
const adversary = {
  compromises: targets('infrastructure'),
  targets: targets('identity location vulnerability'),
  uses: targets('attack-pattern infrastructure malware tool'),
};
const addressed = { 'belongs-to': targets('autonomous-system'), 'resolves-to': targets('mac-addr') };

/** Relationships that the specification suggests, by source type; `*` is any observable. */
export const relationships: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'attack-pattern': {
    delivers: targets('malware'),
    targets: targets('identity location vulnerability'),
    uses: targets('malware tool'),
  },
  campaign: {
    ...adversary,
    'attributed-to': targets('intrusion-set threat-actor'),
    'originates-from': targets('location'),
  },
  'course-of-action': {
    investigates: targets('indicator'),
    mitigates: targets('attack-pattern indicator malware tool vulnerability'),
    remediates: targets('malware vulnerability'),
  },
  identity: { 'located-at': targets('location') },
  indicator: {
    indicates: targets('attack-pattern campaign infrastructure intrusion-set malware threat-actor tool'),
    'based-on': targets('observed-data'),
  },
  infrastructure: {
    'communicates-with': targets('infrastructure ipv4-addr ipv6-addr domain-name url'),
    'consists-of': targets('infrastructure observed-data *'),
    controls: targets('infrastructure malware'),
    delivers: targets('malware'),
    has: targets('vulnerability'),
    hosts: targets('tool malware'),
    'located-at': targets('location'),
    uses: targets('infrastructure'),
  },
  'intrusion-set': {
    ...adversary,
    'attributed-to': targets('threat-actor'),
    hosts: targets('infrastructure'),
    owns: targets('infrastructure'),
    'originates-from': targets('location'),
  },
  malware: {
    'authored-by': targets('threat-actor intrusion-set'),
    'beacons-to': targets('infrastructure'),
    'exfiltrates-to': targets('infrastructure'),
    'communicates-with': targets('ipv4-addr ipv6-addr domain-name url'),
    controls: targets('malware'),
    downloads: targets('malware tool file'),
    drops: targets('malware tool file'),
    exploits: targets('vulnerability'),
    'originates-from': targets('location'),
    targets: targets('identity infrastructure location vulnerability'),
    uses: targets('attack-pattern infrastructure malware tool'),
    'variant-of': targets('malware'),
  },
  'malware-analysis': {
    characterizes: targets('malware'),
    'analysis-of': targets('malware'),
    'static-analysis-of': targets('malware'),
    'dynamic-analysis-of': targets('malware'),
  },
  'threat-actor': {
    ...adversary,
    'attributed-to': targets('identity'),
    hosts: targets('infrastructure'),
    owns: targets('infrastructure'),
    impersonates: targets('identity'),
    'located-at': targets('location'),
  },
  tool: {
    delivers: targets('malware'),
    drops: targets('malware'),
    has: targets('vulnerability'),
    targets: targets('identity infrastructure location vulnerability'),
    uses: targets('infrastructure'),
  },
  'domain-name': { 'resolves-to': targets('domain-name ipv4-addr ipv6-addr') },
  'ipv4-addr': addressed,
  'ipv6-addr': addressed,
};

/** RFC 9110 and what browsers and proxies send beside it. */
export const httpRequestHeaders = new Set(
  words(
    `accept accept-charset accept-datetime accept-encoding accept-language access-control-request-headers
     access-control-request-method authorization cache-control connection content-encoding content-length content-md5
     content-type cookie date dnt expect forwarded from front-end-https host http2-settings if-match
     if-modified-since if-none-match if-range if-unmodified-since max-forwards origin pragma prefer
     proxy-authorization proxy-connection range referer save-data te trailer transfer-encoding upgrade
     upgrade-insecure-requests user-agent via warning x-att-deviceid x-correlation-id x-csrf-token x-forwarded-for
     x-forwarded-host x-forwarded-proto x-http-method-override x-request-id x-requested-with x-uidh x-wap-profile`,
  ),
);

export const socketOptions = new Set(
  words(
    `SO_ACCEPTCONN SO_BROADCAST SO_CONDITIONAL_ACCEPT SO_DEBUG SO_DONTLINGER SO_DONTROUTE SO_ERROR
     SO_EXCLUSIVEADDRUSE SO_GROUP_ID SO_GROUP_PRIORITY SO_KEEPALIVE SO_LINGER SO_MAX_MSG_SIZE SO_OOBINLINE
     SO_PAUSE_ACCEPT SO_PORT_SCALABILITY SO_PROTOCOL_INFO SO_RANDOMIZE_PORT SO_RCVBUF SO_RCVLOWAT SO_RCVTIMEO
     SO_REUSEADDR SO_REUSEPORT SO_SNDBUF SO_SNDLOWAT SO_SNDTIMEO SO_TYPE SO_UPDATE_ACCEPT_CONTEXT
     SO_UPDATE_CONNECT_CONTEXT SO_USELOOPBACK SO_BINDTODEVICE SO_PRIORITY SO_TIMESTAMP SO_MARK ICMP_FILTER
     IP_ADD_MEMBERSHIP IP_DROP_MEMBERSHIP IP_HDRINCL IP_MULTICAST_IF IP_MULTICAST_LOOP IP_MULTICAST_TTL IP_OPTIONS
     IP_TOS IP_TTL IP_DONTFRAGMENT IP_MTU_DISCOVER IP_PKTINFO IP_RECVDSTADDR IP_UNICAST_IF IPV6_ADD_MEMBERSHIP
     IPV6_DROP_MEMBERSHIP IPV6_JOIN_GROUP IPV6_LEAVE_GROUP IPV6_MULTICAST_HOPS IPV6_MULTICAST_IF
     IPV6_MULTICAST_LOOP IPV6_PKTINFO IPV6_PROTECTION_LEVEL IPV6_UNICAST_HOPS IPV6_UNICAST_IF IPV6_V
     IRLMP_ENUMDEVICES IRLMP_IAS_QUERY IRLMP_IAS_SET MCAST_BLOCK_SOURCE MCAST_JOIN_GROUP MCAST_JOIN_SOURCE_GROUP
     MCAST_LEAVE_GROUP MCAST_LEAVE_SOURCE_GROUP MCAST_UNBLOCK_SOURCE TCP_BSDURGENT TCP_CORK TCP_EXPEDITED
     TCP_KEEPCNT TCP_KEEPIDLE TCP_KEEPINTVL TCP_MAXRT TCP_MAXSEG TCP_NODELAY TCP_TIMESTAMPS`,
  ),
);

/** ISO 32000-1, table 317. */
export const pdfInformationKeys = new Set(
  words('Title Author Subject Keywords Creator Producer CreationDate ModDate Trapped'),
);

/**
 * What places, settings and records of Windows stand for: registry, services, logs, numbers of events; see `all.ts`.
 *
 * A number of an event is there where the event is the sign of one technique more than of others.
 */

export const WINDOWS: readonly (readonly [string, string])[] = [
  [
    'event 1102, event id 1102, eventid 1102, event 104, event id 104, eventid 104, clearev, nteventlogfile, evtx tampering',
    'clear windows event logs',
  ],
  ['4698, 4702', 'scheduled task windows schtasks'],
  ['4728, 4732, 4756', 'additional local or domain groups'],
  ['4738, 4724, 4742', 'account manipulation permissions'],
  ['4768', 'as-rep roasting preauthentication'],
  ['4662', 'dcsync replication domain controller'],
  [
    '4657, regedit import, regedit s, regini, disablerestrictedadmin, restricted admin, restrictedadmin, reg import, reg file',
    'modify registry configuration keys hide',
  ],
  [
    'registry tampering, limitblankpassworduse, fdenytsconnections, rdp enabled, userauthentication rdp, nla disabled, hidefileext',
    'modify registry configuration keys hide',
  ],
  [
    'disabletaskmgr, disableregistrytools, office security settings, trust records, regsetvalue, legalnoticecaption',
    'modify registry configuration keys hide',
  ],
  ['lmcompatibilitylevel, portnumber rdp, new itemproperty', 'modify registry configuration keys hide'],
  [
    '4719, event 1100, event id 1100, eventid 1100, phant0m, minint, limit eventlog size, disable iis logging',
    'disable windows event logging auditing eventlog',
  ],
  [
    'scriptblocklogging disabled, disable script block logging, scriptblock logging, enablescriptblocklogging, transcription disabled',
    'disable windows event logging auditing eventlog',
  ],
  ['evtmute, mute event log', 'disable windows event logging auditing eventlog'],
  ['4672, 4703', 'access token manipulation privileges security context'],
  ['4624, 4648', 'valid accounts compromised credentials vpns'],
  ['5136', 'group policy modification gpo'],
  ['event 1149, event id 1149, eventid 1149, 4778', 'remote desktop protocol rdp'],
  ['dnscmd, serverlevelplugindll', 'dll side-loading hijack execution flow dll search order'],
  [
    'shell folders, boot execute, startupapproved, startup shortcut, wow6432node run',
    'registry run keys startup folder autostart',
  ],
  ['security packages, memssp', 'security support provider dll lsa'],
  ['lsaextension', 'lsass driver lsa'],
  ['monitors registry, spoolsv dll', 'port monitors print spooler dll'],
  ['stubpath, installed components', 'active setup'],
  ['scriptpath', 'network logon script assigned'],
  ['sdb file', 'application shimming'],
  [
    'commandlineeventconsumer, activescripteventconsumer, scrcons, wmi backdoor, permanent wmi, logfileeventconsumer',
    'wmi event subscription',
  ],
  ['coreclr profiler', 'cor profiler'],
  ['appdomain manager injection', 'appdomainmanager'],
  ['options openmacro, wwlib startup', 'office application startup persistence'],
  ['specula', 'outlook home page'],
  ['rdpwrap, rdp wrapper, rdpwrapper', 'terminal services dll termsrv'],
  ['appcmd', 'iis components modules'],
  [
    'xpcmdshell, sp oacreate, sqlservr child, sp configure, mssqlclient, powerupsql, xp dirtree exec, ole automation procedures',
    'sql stored procedures',
  ],
  ['install transportagent', 'transport agent exchange'],
  ['authentication backdoor', 'modify authentication process mechanisms'],
  ['kdc patch', 'domain controller authentication skeleton key'],
  [
    'disablerealtimemonitoring, disableantispyware, removedefinitions, signature removed, windefend, defendercontrol, sense service',
    'disable or modify tools security software',
  ],
  [
    'fltmc unload, unload driver, unload minifilter, minifilter unload, amsiinitfailed, amsiutils, av killer, edrsilencer',
    'disable or modify tools security software',
  ],
  [
    'edrsandblast, backstab, aukill, pchunter, process hacker, disable smartscreen, smartscreen disabled, securityhealth, wscsvc',
    'disable or modify tools security software',
  ],
  [
    'exploit guard, attack surface reduction, asr rule, controlled folder access, uninstall sentinelone, uninstall antivirus',
    'disable or modify tools security software',
  ],
  [
    'setenforce, apparmor disabled, disable apparmor, unhook, kernel callback removal, runasppl, ppl, threat default action',
    'disable or modify tools security software',
  ],
  [
    'allow threat, disablebehaviormonitoring, disableioavprotection, sensor tampering, protected view, applocker disabled, wdac',
    'disable or modify tools security software',
  ],
  [
    'etweventwrite, etwenabled, logman, sysmon config removed, nteventwrite, nttraceevent, rsyslog stop, syslog stop, wfp filter',
    'indicator blocking event tracing',
  ],
  ['bcdedit safeboot', 'safe mode boot'],
  ['powershell version 2, powershell v2, netntlmv1, sslstrip', 'downgrade attack'],
  [
    'new netfirewallrule, allprofiles state off, nft flush, allow inbound, pfctl, ipfw, port opened',
    'disable or modify system firewall',
  ],
  ['fake security center, fake alert', 'spoof security alerting'],
  ['zone identifier, mount image, mount diskimage', 'mark-of-the-web bypass'],
  ['test signing, nointegritychecks, dse bypass', 'code signing policy modification'],
  ['ev certificate, signtool, fake signature', 'code signing signed malware certificate'],
  ['sigthief, cloned signature', 'invalid code signature'],
  ['hidden account, hidden admin', 'hidden users userid'],
  ['vboxmanage, wsb file, qemu vm, hyperv enabled, rogue vm', 'run virtual instance'],
  ['evilclippy, pcode', 'vba stomping'],
  ['excluded directory', 'file path exclusions'],
  ['namedfork', 'resource forking'],
  ['doskey reinstall', 'clear command history'],
  ['unmap share', 'network share connection removal'],
  ['setmace, debugfs time', 'timestomp'],
  ['rdp history, rdp cache, mru clear, rdp mru', 'clear network connection history and configurations'],
  ['moves itself, self copy', 'relocate malware'],
  [
    'slui, icmluautil, mscfile, ms settings shell, delegateexecute, dccw, consentpromptbehavioradmin, enablelua',
    'bypass user account control',
  ],
  [
    'promptonsecuredesktop, autoelevate, mock directories, trusted folder mock, elevation moniker, ifileoperation, consent exe',
    'bypass user account control',
  ],
];

/**
 * What the programs that come with Windows are abused for (LOLBAS), and what people look up with them; see `all.ts`.
 *
 * A program that has a name without meaning stands alone, one that is called like a word of English has its extension ("control exe").
 */

export const BINARIES: readonly (readonly [string, string])[] = [
  [
    'wuauclt, msedgewebview2, ie4uinit, infdefaultinstall, presentationhost, register cimprovider, runscripthelper, settingsynchost',
    'signed binary system binary proxy execution trusted',
  ],
  [
    'stordiag, wlrmdr, workfolders, addinutil, agentexecutor, certoc, customshellhost, extexport, gpscript, ieexec, msconfig exe',
    'signed binary system binary proxy execution trusted',
  ],
  [
    'offlinescannershell, provlaunch, rasautou, bginfo, appvlp, msdeploy, squirrel, sqlps, wab exe, wfc exe, pcwrun',
    'signed binary system binary proxy execution trusted',
  ],
  [
    'advpack, setupapi, installhinfsection, shdocvw, openurl, fileprotocolhandler, url dll, routethecall, ordinal number',
    'rundll32 system binary proxy execution',
  ],
  ['control rundll, control exe', 'control panel items cpl'],
  ['sct', 'regsvr32 scriptlet'],
  ['htmlhelp', 'compiled html file hh.exe'],
  ['grimresource', 'mmc msc'],
  ['node integration', 'electron applications'],
  [
    'csi exe, fsi exe, tracker exe, cdb, windbg, vsjitdebugger, ilasm, te exe, jsc exe, vstest console',
    'trusted developer utilities proxy execution',
  ],
  ['csproj, vcxproj', 'msbuild'],
  ['cl mutexverifiers, cl loadassembly, launch vsdevshell, slmgr', 'signed script system script proxy execution'],
  ['windows subsystem linux, wt exe, windows terminal, msdt, follina, unregmp2, waitfor', 'indirect command execution'],
  [
    'certreq, urlcache, verifyctl, cmdl32, ldifde, mpcmdrun, onedrivestandaloneupdater, replace exe, shimgvw, appinstaller',
    'ingress tool transfer download remote files',
  ],
  [
    'expand exe, extrac32, aria2c, msxml2, xmlhttp, serverxmlhttp, urldownloadtofile, httpie, winscp, pscp, psftp',
    'ingress tool transfer download remote files',
  ],
  [
    'rdrleakdiag, tttracer, adplus, createdump, dumpminitool, sqldumper, taskmgr dump, werfault, wermgr, shtinkering, procexp dump',
    'lsass memory credential dumping',
  ],
  ['processdump', 'lsass memory credential dumping'],
  ['hivenightmare, serioussam, samdump2', 'security account manager sam registry hive credential dumping'],
  [
    'diskshadow, ifm, create shadow, dsinternals, domain hashes, ad database',
    'ntds domain controller database credential dumping',
  ],
  ['hklm security, lsadump secrets', 'lsa secrets credential dumping'],
  ['rundll32 keymgr, credman', 'windows credential manager'],
  [
    'rpcping, url file icon, unc path hash, library ms, searchconnector, ntlm leak, ntlm hash leak',
    'forced authentication ntlm hash smb',
  ],
  ['autologon, defaultpassword, putty sessions', 'credentials in registry'],
  ['etl trace, dumpcap, windump, npcap, winpcap, snoop command, span port, pcapng', 'network sniffing packet capture'],
  [
    'fping, netdiscover, live hosts, angry ip, advanced ip scanner, softperfect',
    'remote system discovery ping net view',
  ],
  [
    'dsacls, samr enumeration, adrecon, pingcastle, user enumeration, windapsearch, ldeep, enum4linux, rpcclient, lookupsid',
    'domain account discovery ldap users',
  ],
  ['getadusers, ldapdomaindump, purple knight', 'domain account discovery ldap users'],
  ['enterprise admins', 'domain groups permission groups discovery'],
  ['qwinsta, loggedon, psloggedon, query session, netsessionenum', 'system owner user discovery logged'],
  [
    'displaydns, resolv conf, pathping, tracert, traceroute, icanhazip, checkip, whatismyip, ip lookup, scutil',
    'system network configuration discovery ipconfig ifconfig',
  ],
  ['wifi password, wifi profiles, nmcli', 'wi-fi discovery wireless passwords'],
  ['msftconnecttest', 'internet connection discovery ping tracert'],
  ['tlist, top command, pgrep', 'process discovery running processes tasklist'],
  ['installed apps, software inventory, application enumeration', 'software discovery installed software versions'],
  ['fltmc filters, defender status, getmpcomputerstatus', 'security software discovery antivirus'],
  [
    'dmidecode, hostnamectl, system profiler, proc cpuinfo, dxdiag, msinfo32, printenv, env command, missing patches, qfe, vcpu count',
    'system information discovery systeminfo hostname version',
  ],
  ['host recon, patch level', 'system information discovery systeminfo hostname version'],
  ['locate command, findfirstfile', 'file and directory discovery enumerate'],
  ['regedit export, reg export, regopenkey, regqueryvalue', 'query registry enumerate keys'],
  ['geoip', 'system location discovery'],
  ['loaded drivers, list drivers, kextstat, fltmc list', 'device driver discovery'],
  ['event log search, evtx export', 'log enumeration event logs'],
  ['wmic logicaldisk, diskpart list, drive letters', 'local storage discovery drives disks'],
  ['places sqlite', 'browser information discovery bookmarks history'],
  ['taskcache, taskschd, tasks folder, ghosttask, hidden task, atsvc, onidle', 'scheduled task windows schtasks'],
  [
    'servicedll, failurecommand, failure command, srvany, netsvcs, createservice, unsigned driver',
    'windows service create or modify system process',
  ],
  ['psexesvc, remcomsvc, scm remote', 'service execution psexec service control manager'],
  [
    'dll proxying, relative path dll, wlbsctrl, uxtheme, wptsextensions, winsxs, manifest hijack, knowndlls, unsigned dll loaded',
    'dll side-loading hijack execution flow dll search order',
  ],
  ['writable path, path poisoning', 'path interception by path environment variable'],
  ['writable service binary', 'services file permissions weakness'],
  ['modifiable service registry', 'services registry permissions weakness'],
  ['ftype, open command hijack, shell open command, exefile', 'change default file association'],
];

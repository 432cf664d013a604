/**
 * What functions of Windows, calls of a kernel and community names of evasions are about; see `all.ts`.
 *
 * Names of functions stand without the letter of their kind (A, W), names of evasions as those who found them write them.
 */

export const CALLS: readonly (readonly [string, string])[] = [
  [
    'pool party, poolparty, mockingjay, ntmapviewofsection, process hypnosis, heavens gate, thread created remote process',
    'process injection live process',
  ],
  ['module stomping, dll hollowing, memory module, manual map, ldrloaddll', 'dynamic-link library injection process'],
  ['setthreadcontext, getthreadcontext, ntsetcontextthread', 'thread execution hijacking'],
  ['earlybird, ntqueueapcthreadex', 'asynchronous procedure call process injection'],
  ['setwindowlongptr', 'extra window memory injection'],
  ['herpaderping, createtransaction', 'process doppelgänging transaction'],
  [
    'ntdll, syswhispers, hells gate, halos gate, tartarus gate, ntcreateuserprocess, pinvoke, dllimport, fork exec',
    'native api functions os syscalls',
  ],
  ['getdelegateforfunctionpointer, system call', 'native api functions os syscalls'],
  ['loadlibraryex', 'shared modules module loader dlopen'],
  [
    'seassignprimarytokenprivilege, serestoreprivilege, setakeownership, restricted token, anomalous token, token swap, tokenvator',
    'access token manipulation privileges security context',
  ],
  ['stolen token', 'access token manipulation privileges security context'],
  [
    'rottenpotato, roguepotato, sweetpotato, godpotato, efspotato, printspoofer, print spoofer',
    'token impersonation theft access',
  ],
  ['savecred, runascs', 'create process with token'],
  ['maketoken, logon32 new credentials, new credentials logon, logon type 9', 'make and impersonate token'],
  ['antisandbox', 'virtualization sandbox evasion sysinternals'],
  [
    'red pill, detect virt, disk size check, mac address check, acpi tables, hypervisor check, ioregistry vm',
    'system checks virtualization sandbox evasion',
  ],
  ['mouse movement, getcursorpos, getlastinputinfo, idle check', 'user activity based checks'],
  ['queryperformancecounter', 'time based checks'],
  ['choice exe', 'delay execution sleep ping native'],
  [
    'hostname check, kill switch, killswitch, domain check, geo check, whitelisted ip, kill date',
    'execution guardrails only intended target',
  ],
  ['env keyed, ebowla', 'environmental keying'],
  ['caret insertion, concatenated command, decimal ip, base64 powershell', 'command obfuscation obfuscated commands'],
  ['bloated, file pumping, file pumper, hash busting', 'binary padding'],
  ['fully undetectable', 'software packing packed upx'],
  ['polyglot png', 'steganography obfuscated image'],
  ['defendercheck', 'indicator removal from tools'],
  ['createobjecturl', 'html smuggling'],
  ['resource section', 'embedded payloads'],
  ['registry payload, wmi class storage, tmpfs', 'fileless storage registry'],
  ['iconlocation, icon download', 'lnk icon smuggling'],
  [
    'encrypted shellcode, encrypted zip, uuid shellcode, rot13, password protected document',
    'encrypted encoded file obfuscated',
  ],
  ['self modifying code', 'polymorphic code'],
  ['spaghetti code', 'junk code insertion'],
  ['unusual parent', 'masquerading misidentifying renaming legitimate'],
  [
    'renamed powershell, renamed psexec, copy system binary, renamed wscript',
    'rename legitimate utilities masquerading rundll32',
  ],
  ['fake service, lookalike service', 'masquerade task or service'],
  ['fake lsass, fake explorer', 'match legitimate resource name or location masquerading'],
  ['pdf exe, pdf lnk, docx exe, doc exe, xls exe, jpg exe, doc lnk, txt lnk', 'double file extension masquerading'],
  ['magic bytes, magic number', 'masquerade file type'],
  ['double fork, orphan process', 'break process trees'],
  ['lookalike account', 'masquerade account name'],
  ['argv0, prctl, process title, kworker', 'overwrite process arguments argv'],
  ['antidetect browser', 'browser fingerprint'],
  [
    'memfd, inmemory, fexecve, reflective dll, inline execute, bof, beacon object file, fileless execution, coff loader, pe loader',
    'reflective code loading memory assembly',
  ],
  [
    'com interface, createobject, ishellwindows, cocreateinstance, activexobject, internetexplorer application',
    'component object model inter-process communication com',
  ],
  ['csv injection', 'dynamic data exchange'],
  ['createnamedpipe, mailslot, unix domain socket, dbus, rpc interface', 'inter-process communication'],
];

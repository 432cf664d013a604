/**
 * What programs, files and habits of Linux, BSD and macOS stand for (GTFOBins, LOOBins); see `all.ts`.
 *
 * What these systems share with Windows, such as `whoami`, is among the utilities.
 */

export const UNIX: readonly (readonly [string, string])[] = [
  ['runatload', 'launch agent'],
  ['container restart policy', 'container service nodes'],
  ['python pth, site packages pth', 'python startup hooks'],
  [
    'networkmanager dispatcher, dnf plugin, dpkg trigger, folder action, vim plugin, vimrc, spotlight importer, iterm autolaunch',
    'event triggered execution subscribe monitor',
  ],
  ['compattelrunner, aedebug, autodial dll, autodialdll', 'event triggered execution subscribe monitor'],
  ['initramfs', 'boot or logon initialization scripts startup'],
  [
    'dkom, hidden process, ssdt hook, sys call table, ftrace hook, process hiding, idt hook, getdents hook',
    'rootkit hooking hide kernel',
  ],
  ['direct kernel object manipulation, minifilter rootkit', 'rootkit hooking hide kernel'],
  ['gdb attach', 'ptrace system calls'],
  ['systemcomponent', 'hide artifacts isolated'],
  ['immutable flag, immutable attribute, immutable file', 'linux and mac file permissions modification chmod'],
  ['plistbuddy, defaults write', 'plist file modification'],
  ['kmod, ko file, init module, finit module, dkms', 'kernel modules and extensions'],
  ['kaudit', 'disable or modify linux audit system'],
  ['histsize, histignore, savehist', 'impair command history logging'],
];

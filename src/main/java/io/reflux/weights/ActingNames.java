package io.reflux.weights;

import java.util.Set;

/**
 * Names in a pickle that stand for something done, not for data: programs, files, sockets, code. No
 * name is ever called here, whatever it is; but a file that asks for one of these was not made by
 * saving weights, and who meets it should know.
 */
final class ActingNames {
  /** Modules, with all that is in them. */
  private static final Set<String> MODULES =
      Set.of(
          "_posixsubprocess",
          "asyncio",
          "bdb",
          "code",
          "codeop",
          "commands",
          "concurrent",
          "ctypes",
          "cProfile",
          "distutils",
          "ftplib",
          "http",
          "imp",
          "importlib",
          "inspect",
          "io",
          "marshal",
          "multiprocessing",
          "nt",
          "os",
          "pdb",
          "pickle",
          "_pickle",
          "pip",
          "pkgutil",
          "platform",
          "popen2",
          "posix",
          "profile",
          "pty",
          "requests",
          "runpy",
          "setuptools",
          "shutil",
          "site",
          "smtplib",
          "socket",
          "socketserver",
          "subprocess",
          "sys",
          "tempfile",
          "threading",
          "timeit",
          "trace",
          "urllib",
          "venv",
          "webbrowser",
          "xmlrpc");

  /** Of Python's own, those that make plain values; all others act. */
  private static final Set<String> PLAIN_BUILTINS =
      Set.of(
          "bool",
          "bytearray",
          "bytes",
          "complex",
          "dict",
          "float",
          "frozenset",
          "int",
          "list",
          "object",
          "range",
          "set",
          "slice",
          "str",
          "tuple",
          "NoneType",
          "Ellipsis",
          "NotImplemented");

  private ActingNames() {}

  /** True for a dotted name that does something; {@code builtins} as Python 3 has it. */
  static boolean contain(String name) {
    int dot = name.indexOf('.');
    String top = dot < 0 ? name : name.substring(0, dot);
    boolean ownOfPython = top.equals("builtins");
    return ownOfPython
        ? !PLAIN_BUILTINS.contains(name.substring(dot + 1))
        : MODULES.contains(top) || name.startsWith("torch.hub.");
  }
}

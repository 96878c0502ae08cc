package dev.landfall.cli;

/// What the process's exit code says. Other programs rely on the numbers.
enum Exit {
  DONE(0),
  FAILED(1),
  INVALID(2),
  APPROVAL_NEEDED(3),
  HELD(4),
  DRIFT(5);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}

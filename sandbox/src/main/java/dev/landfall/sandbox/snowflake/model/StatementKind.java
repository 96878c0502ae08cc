package dev.landfall.sandbox.snowflake.model;

/// What a statement is, with the number by which the drivers know it.
public enum StatementKind {
  SELECT(0x1000),
  INSERT(0x3100),
  UPDATE(0x3200),
  DELETE(0x3300),
  MERGE(0x3400),
  MULTI_TABLE_INSERT(0x3500),
  COPY(0x3600),
  UNLOAD(0x3700),
  ALTER_SESSION(0x4100),
  USE(0x4300),
  SHOW(0x4400),
  DESCRIBE(0x4500),
  TRANSACTION(0x5000),
  DDL(0x6000),
  CALL(0x1000),
  /// PUT and GET.
  TRANSFER(0x7000),
  /// A request with several statements, each with a result of its own.
  MULTIPLE(0xA000);

  private final int id;

  StatementKind(int id) {
    this.id = id;
  }

  /// `statementTypeId` of the protocol.
  public int id() {
    return id;
  }
}

package dev.landfall.sandbox.snowflake.catalog;

import java.util.Set;

/// The roles every account has from the start.
public final class SystemRole {
  public static final String ACCOUNTADMIN = "ACCOUNTADMIN";
  public static final String SECURITYADMIN = "SECURITYADMIN";
  public static final String USERADMIN = "USERADMIN";
  public static final String SYSADMIN = "SYSADMIN";
  public static final String PUBLIC = "PUBLIC";
  public static final String ORGADMIN = "ORGADMIN";

  /// None of them can be dropped or renamed.
  public static final Set<String> ALL =
      Set.of(ACCOUNTADMIN, SECURITYADMIN, USERADMIN, SYSADMIN, PUBLIC, ORGADMIN);

  private SystemRole() {}
}

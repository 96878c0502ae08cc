package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Parameter;
import dev.landfall.sandbox.snowflake.catalog.PolicyUse;
import dev.landfall.sandbox.snowflake.function.Physical;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import dev.landfall.sandbox.snowflake.sql.Creation;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import dev.landfall.sandbox.snowflake.sql.PolicyStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Masking and row-access policies, and the columns they are put on (Snowflake, "Understanding
/// Column-level Security", "Understanding row access policies").
final class Policies {
  private Policies() {}

  static Result create(Operation operation, PolicyStatement.CreateMaskingPolicy statement)
      throws SnowflakeException, SQLException {
    var options = statement.options().reader("CREATE MASKING POLICY");
    boolean exempt = options.bool("EXEMPT_OTHER_POLICIES").orElse(false);
    if (exempt) {
      throw Errors.notSupported("CREATE MASKING POLICY … EXEMPT_OTHER_POLICIES = TRUE");
    }
    var signature = parameters(statement.parameters());
    if (!base(signature.getFirst().type()).equals(base(statement.returns()))) {
      throw Errors.compilation(
          "003550", "42601", "Masking policy function argument and return type mismatch.");
    }
    return create(
        operation,
        Kind.MASKING_POLICY,
        statement.creation(),
        statement.name(),
        new Body.Policy(signature, statement.returns(), statement.body().text(), exempt),
        options);
  }

  static Result create(Operation operation, PolicyStatement.CreateRowAccessPolicy statement)
      throws SnowflakeException, SQLException {
    return create(
        operation,
        Kind.ROW_ACCESS_POLICY,
        statement.creation(),
        statement.name(),
        new Body.Policy(
            parameters(statement.parameters()),
            new DataType.Bool(),
            statement.body().text(),
            false),
        statement.options().reader("CREATE ROW ACCESS POLICY"));
  }

  private static Result create(
      Operation operation,
      Kind kind,
      Creation creation,
      QualifiedName name,
      Body.Policy policy,
      OptionReader options)
      throws SnowflakeException, SQLException {
    var comment = options.text("COMMENT");
    options.finish();
    var slot = Creations.begin(operation, kind, creation, name);
    if (slot.isEmpty()) {
      return Creations.alreadyThere(name.last());
    }
    check(operation, slot.get().place(), operation.access().role(), policy);
    var entity = Creations.finish(operation, slot.get(), operation.draft().newId(), policy, false);
    operation.draft().update(entity.withComment(comment));
    return Creations.created(kind, entity.name());
  }

  static List<Parameter> parameters(List<dev.landfall.sandbox.snowflake.sql.Parameter> parameters)
      throws SnowflakeException {
    Columns.requireDistinct(
        parameters.stream().map(dev.landfall.sandbox.snowflake.sql.Parameter::name).toList());
    return parameters.stream()
        .map(p ->
            new Parameter(
                p.name(),
                p.type(),
                p.fallback().map(dev.landfall.sandbox.snowflake.sql.Span::text)))
        .toList();
  }

  private static String base(DataType type) {
    return Body.Callable.baseName(type);
  }

  /// ALTER … POLICY … SET BODY.
  static Entity setBody(Operation operation, Entity policy, String body) throws SnowflakeException {
    var changed = policy.body(Body.Policy.class).withBody(body);
    check(
        operation,
        operation.draft().schemaOf(policy),
        operation.draft().get(policy.owner()),
        changed);
    return policy.withBody(changed);
  }

  /// The body must compile and yield what the policy returns.
  private static void check(Operation operation, Entity schema, Entity owner, Body.Policy policy)
      throws SnowflakeException {
    var typed =
        QueryCompiler.expression(
            policy.body(),
            names(policy.signature()),
            operation
                .relations()
                .in(operation.draft().databaseOf(schema).name(), schema.name(), owner.name()),
            operation.ambient(),
            Binds.NONE);
    boolean fits =
        typed.type() instanceof DataType.Null
            || base(typed.type()).equals(base(policy.returns()))
            || (numeric(typed.type()) && numeric(policy.returns()))
            || (temporal(typed.type()) && temporal(policy.returns()));
    if (!fits) {
      throw Errors.compilation(
          "002016",
          "22000",
          "The body of the policy is of type "
              + typed.type().sql()
              + ", but the policy returns "
              + policy.returns().sql()
              + ".");
    }
  }

  private static boolean numeric(DataType type) {
    return type instanceof DataType.Fixed || type instanceof DataType.Float64;
  }

  private static boolean temporal(DataType type) {
    return type instanceof DataType.Date || type instanceof DataType.Timestamp;
  }

  /// Parameters as names of an expression that is compiled, not run.
  static Map<Name, Typed> names(List<Parameter> parameters) {
    var names = new HashMap<Name, Typed>();
    for (var parameter : parameters) {
      names.put(
          parameter.name(),
          Typed.of(
              "CAST(NULL AS " + Physical.type(parameter.type()) + ")", parameter.type(), true));
    }
    return names;
  }

  /// Puts the policies on a new table that its columns name.
  static Entity onColumns(
      Operation operation,
      Entity table,
      List<dev.landfall.sandbox.snowflake.sql.Column> definitions)
      throws SnowflakeException {
    var result = table;
    for (var definition : definitions) {
      if (definition.masking().isPresent()) {
        result = mask(operation, result, definition.name(), definition.masking().get(), false);
      }
      if (!definition.tags().isEmpty()) {
        result = Tags.setOnColumn(operation, result, definition.name(), definition.tags());
      }
    }
    return result;
  }

  /// SET MASKING POLICY.
  static Entity mask(
      Operation operation,
      Entity object,
      Name columnName,
      dev.landfall.sandbox.snowflake.sql.PolicyUse use,
      boolean force)
      throws SnowflakeException {
    var policy = Targets.get(operation, Kind.MASKING_POLICY, use.policy(), "SET MASKING POLICY");
    authorize(operation, object, policy, "APPLY MASKING POLICY");
    var columns = columnsOf(object);
    var column = Columns.of(columns, columnName);
    if (column.masking().isPresent() && !force) {
      throw Errors.compilation(
          "003551",
          "23001",
          "Specified column already attached to another masking policy. A column cannot be attached"
              + " to multiple masking policies. Please drop the current association in order to"
              + " attach a new masking policy.");
    }
    if (rowsOf(object).map(r -> r.columns().contains(column.id())).orElse(false)) {
      throw Errors.compilation(
          "003552",
          "23001",
          "Column " + columnName.sql() + " is already attached to a row access policy.");
    }
    var names = use.columns().isEmpty() ? List.of(columnName) : use.columns();
    if (!names.getFirst().equals(columnName)) {
      throw Errors.compilation(
          "003553",
          "42601",
          "The first column of USING must be the masked column " + columnName.sql() + ".");
    }
    var masked =
        column.withMasking(
            Optional.of(new PolicyUse(policy.id(), arguments(object, policy, columns, names))));
    return withColumn(object, masked);
  }

  /// UNSET MASKING POLICY.
  static Entity unmask(Operation operation, Entity object, Name columnName)
      throws SnowflakeException {
    var column = Columns.of(columnsOf(object), columnName);
    if (column.masking().isEmpty()) {
      return object;
    }
    authorize(
        operation,
        object,
        operation.draft().get(column.masking().get().policy()),
        "APPLY MASKING POLICY");
    return withColumn(object, column.withMasking(Optional.empty()));
  }

  /// ADD ROW ACCESS POLICY.
  static Entity addRowPolicy(
      Operation operation, Entity object, dev.landfall.sandbox.snowflake.sql.PolicyUse use)
      throws SnowflakeException {
    var policy =
        Targets.get(operation, Kind.ROW_ACCESS_POLICY, use.policy(), "ADD ROW ACCESS POLICY");
    authorize(operation, object, policy, "APPLY ROW ACCESS POLICY");
    if (rowsOf(object).isPresent()) {
      throw Errors.compilation(
          "003554",
          "23001",
          "Object "
              + object.name().sql()
              + " already has a ROW_ACCESS_POLICY. Only one ROW_ACCESS_POLICY is allowed at a"
              + " time.");
    }
    var columns = columnsOf(object);
    for (var name : use.columns()) {
      if (Columns.of(columns, name).masking().isPresent()) {
        throw Errors.compilation(
            "003552",
            "23001",
            "Column " + name.sql() + " is already attached to a masking policy.");
      }
    }
    return withRows(
        object,
        Optional.of(new PolicyUse(policy.id(), arguments(object, policy, columns, use.columns()))));
  }

  /// DROP ROW ACCESS POLICY.
  static Entity dropRowPolicy(Operation operation, Entity object, QualifiedName name)
      throws SnowflakeException {
    var policy = Targets.get(operation, Kind.ROW_ACCESS_POLICY, name, "DROP ROW ACCESS POLICY");
    authorize(operation, object, policy, "APPLY ROW ACCESS POLICY");
    if (!rowsOf(object).map(PolicyUse::policy).equals(Optional.of(policy.id()))) {
      throw Errors.compilation(
          "003555",
          "02000",
          "Row access policy '"
              + name.sql()
              + "' is not attached to '"
              + object.name().sql()
              + "'.");
    }
    return withRows(object, Optional.empty());
  }

  /// DROP ALL ROW ACCESS POLICIES.
  static Entity dropAllRowPolicies(Operation operation, Entity object) throws SnowflakeException {
    var rows = rowsOf(object);
    if (rows.isEmpty()) {
      return object;
    }
    authorize(
        operation, object, operation.draft().get(rows.get().policy()), "APPLY ROW ACCESS POLICY");
    return withRows(object, Optional.empty());
  }

  /// Either the privilege of the whole account, or the object's owner with APPLY on the policy.
  private static void authorize(Operation operation, Entity object, Entity policy, String global)
      throws SnowflakeException {
    var access = operation.access();
    if (access.global(global)) {
      return;
    }
    access.requireOwnership(object);
    access.require(policy, "APPLY");
  }

  private static List<Integer> arguments(
      Entity object, Entity policy, List<Column> columns, List<Name> names)
      throws SnowflakeException {
    var signature = policy.body(Body.Policy.class).signature();
    if (signature.size() != names.size()) {
      throw Errors.compilation(
          "003556",
          "42601",
          "Policy "
              + policy.name().sql()
              + " takes "
              + signature.size()
              + " columns, but "
              + names.size()
              + " are given.");
    }
    var ids = new ArrayList<Integer>();
    for (int i = 0; i < names.size(); i++) {
      var column = Columns.of(columns, names.get(i));
      if (!base(column.type()).equals(base(signature.get(i).type()))) {
        throw Errors.compilation(
            "003557",
            "42601",
            "The type of column "
                + column.name().sql()
                + " of '"
                + object.name().sql()
                + "' ("
                + column.type().sql()
                + ") does not match that of policy "
                + policy.name().sql()
                + " ("
                + signature.get(i).type().sql()
                + ").");
      }
      ids.add(column.id());
    }
    return ids;
  }

  /// The policies of a table that is restored must still be there.
  static void requireThere(Operation operation, Entity object) throws SnowflakeException {
    for (long policy : InUse.uses(object).toList()) {
      if (operation.draft().alive(policy).isEmpty()) {
        throw Errors.compilation(
            "003558",
            "02000",
            "A policy of '" + object.name().sql() + "' does not exist any more.");
      }
    }
  }

  static List<Column> columnsOf(Entity object) throws SnowflakeException {
    return switch (object.body()) {
      case Body.Table table -> table.columns();
      case Body.Dynamic dynamic -> dynamic.table().columns();
      case Body.View view -> view.columns();
      default -> throw Errors.notSupported("columns of a " + object.kind().word());
    };
  }

  private static Optional<PolicyUse> rowsOf(Entity object) {
    return switch (object.body()) {
      case Body.Table table -> table.rows();
      case Body.Dynamic dynamic -> dynamic.table().rows();
      case Body.View view -> view.rows();
      default -> Optional.empty();
    };
  }

  static Entity withColumn(Entity object, Column column) {
    return switch (object.body()) {
      case Body.Table table -> object.withBody(table.withColumn(column));
      case Body.Dynamic dynamic ->
          object.withBody(dynamic.withTable(dynamic.table().withColumn(column)));
      case Body.View view -> object.withBody(view.withColumn(column));
      default -> throw new IllegalArgumentException("no columns: " + object.kind());
    };
  }

  private static Entity withRows(Entity object, Optional<PolicyUse> rows) {
    return switch (object.body()) {
      case Body.Table table -> object.withBody(table.withRows(rows));
      case Body.Dynamic dynamic ->
          object.withBody(dynamic.withTable(dynamic.table().withRows(rows)));
      case Body.View view -> object.withBody(view.withRows(rows));
      default -> throw new IllegalArgumentException("no rows: " + object.kind());
    };
  }
}

package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.List;
import java.util.Optional;

/// CREATE of policies on columns and rows, and of tags.
public sealed interface PolicyStatement extends Statement {
  /// @param options `EXEMPT_OTHER_POLICIES`, `COMMENT`
  record CreateMaskingPolicy(
      Creation creation,
      QualifiedName name,
      List<Parameter> parameters,
      DataType returns,
      Span body,
      Options options)
      implements PolicyStatement {
    public CreateMaskingPolicy {
      parameters = List.copyOf(parameters);
    }
  }

  record CreateRowAccessPolicy(
      Creation creation, QualifiedName name, List<Parameter> parameters, Span body, Options options)
      implements PolicyStatement {
    public CreateRowAccessPolicy {
      parameters = List.copyOf(parameters);
    }
  }

  /// @param allowedValues empty when every value is allowed
  /// @param options `PROPAGATE`, `ON_CONFLICT`, `COMMENT`
  record CreateTag(
      Creation creation, QualifiedName name, Optional<List<String>> allowedValues, Options options)
      implements PolicyStatement {}
}

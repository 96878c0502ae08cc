package dev.landfall.sandbox.snowflake.show;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Constraint;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.PolicyUse;
import dev.landfall.sandbox.snowflake.catalog.TagUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// GET_DDL of tables and views.
final class TableDdl {
  private final GetDdl ddl;

  TableDdl(GetDdl ddl) {
    this.ddl = ddl;
  }

  String write(Entity object) {
    var table = object.body(Body.Table.class);
    var text =
        new StringBuilder("create or replace ")
            .append(
                switch (table.durability()) {
                  case PERMANENT -> "";
                  case TRANSIENT -> "TRANSIENT ";
                  case TEMPORARY -> "TEMPORARY ";
                })
            .append("TABLE ")
            .append(ddl.name(object));
    if (!table.clusterBy().isEmpty()) {
      text.append(" cluster by (").append(String.join(", ", table.clusterBy())).append(')');
    }
    var lines = new ArrayList<String>();
    table.columns().forEach(column -> lines.add(column(column, table.columns())));
    table.constraints().forEach(constraint -> lines.add(constraint(table, constraint)));
    text.append(
        lines.stream().map(line -> "\t" + line).collect(Collectors.joining(",\n", " (\n", "\n)")));
    table.rows().ifPresent(use -> text.append(rows(use, table.columns())));
    text.append(tags(object.tags()));
    table.retention().ifPresent(days -> text.append(" DATA_RETENTION_TIME_IN_DAYS=").append(days));
    if (table.changeTracking()) {
      text.append(" CHANGE_TRACKING=TRUE");
    }
    table
        .parameters()
        .forEach((name, value) -> text.append(' ').append(name).append('=').append(value.sql()));
    GetDdl.comment(text, object);
    return text.append("\n;").toString();
  }

  private String column(Column column, List<Column> all) {
    var text = new StringBuilder(column.name().sql()).append(' ').append(column.type().sql());
    if (!column.nullable()) {
      text.append(" NOT NULL");
    }
    ddl.directory().defaultOf(column).ifPresent(f -> text.append(" DEFAULT ").append(f));
    column
        .identity()
        .ifPresent(identity ->
            text.append(" autoincrement start ")
                .append(identity.start())
                .append(" increment ")
                .append(identity.increment())
                .append(identity.ordered() ? " order" : " noorder"));
    text.append(masking(column, all));
    text.append(tags(column.tags()));
    column.comment().ifPresent(c -> text.append(" COMMENT ").append(GetDdl.literal(c)));
    return text.toString();
  }

  private String masking(Column column, List<Column> all) {
    if (column.masking().isEmpty()) {
      return "";
    }
    var use = column.masking().get();
    var policy = ddl.directory().get(use.policy());
    return " WITH MASKING POLICY "
        + ddl.directory().nameOf(policy).sql()
        + (use.columns().size() > 1 ? " USING " + names(use.columns(), all) : "");
  }

  private String rows(PolicyUse use, List<Column> all) {
    return " WITH ROW ACCESS POLICY "
        + ddl.directory().nameOf(ddl.directory().get(use.policy())).sql()
        + " ON "
        + names(use.columns(), all);
  }

  private static String names(List<Integer> ids, List<Column> all) {
    return ids.stream()
        .map(id -> all.stream().filter(c -> c.id() == id).findFirst().orElseThrow())
        .map(c -> c.name().sql())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String tags(List<TagUse> tags) {
    var live = tags.stream().filter(tag -> ddl.directory().alive(tag.tag()).isPresent()).toList();
    if (live.isEmpty()) {
      return "";
    }
    return live.stream()
        .sorted(Comparator.comparing(tag -> ddl.directory().get(tag.tag()).name()))
        .map(tag ->
            ddl.directory().nameOf(ddl.directory().get(tag.tag())).sql()
                + "="
                + GetDdl.literal(tag.value()))
        .collect(Collectors.joining(", ", " WITH TAG (", ")"));
  }

  private String constraint(Body.Table table, Constraint constraint) {
    var text = new StringBuilder();
    if (constraint.named()) {
      text.append("constraint ").append(constraint.name().sql()).append(' ');
    }
    text.append(
        switch (constraint.type()) {
          case PRIMARY_KEY -> "primary key ";
          case UNIQUE -> "unique ";
          case FOREIGN_KEY -> "foreign key ";
        });
    text.append(names(constraint.columns(), table.columns()));
    constraint
        .reference()
        .flatMap(r -> ddl.directory().alive(r.table()))
        .ifPresent(other -> {
          var reference = constraint.reference().orElseThrow();
          text.append(" references ")
              .append(ddl.directory().nameOf(other).sql())
              .append(names(reference.columns(), other.body(Body.Table.class).columns()));
          if (!reference.match().equals("FULL")) {
            text.append(" match ").append(reference.match());
          }
          if (!reference.onUpdate().equals("NO ACTION")) {
            text.append(" on update ").append(reference.onUpdate());
          }
          if (!reference.onDelete().equals("NO ACTION")) {
            text.append(" on delete ").append(reference.onDelete());
          }
        });
    if (constraint.rely()) {
      text.append(" rely");
    }
    constraint.comment().ifPresent(c -> text.append(" COMMENT ").append(GetDdl.literal(c)));
    return text.toString();
  }

  String view(Entity object) {
    var view = object.body(Body.View.class);
    if (view.secure() && !ddl.access().owns(object)) {
      return "";
    }
    var text =
        new StringBuilder("create or replace ")
            .append(view.secure() ? "secure " : "")
            .append(object.kind() == Kind.MATERIALIZED_VIEW ? "materialized " : "")
            .append(object.temporary() ? "temporary " : "")
            .append("view ")
            .append(ddl.name(object))
            .append("(\n");
    text.append(
        view.columns().stream()
            .map(c ->
                "\t"
                    + c.name().sql()
                    + masking(c, view.columns())
                    + tags(c.tags())
                    + c.comment().map(t -> " COMMENT " + GetDdl.literal(t)).orElse(""))
            .collect(Collectors.joining(",\n")));
    text.append("\n)");
    view.rows().ifPresent(use -> text.append(rows(use, view.columns())));
    text.append(tags(object.tags()));
    if (!view.clusterBy().isEmpty()) {
      text.append(" cluster by (").append(String.join(", ", view.clusterBy())).append(')');
    }
    if (view.changeTracking()) {
      text.append(" CHANGE_TRACKING=TRUE");
    }
    GetDdl.comment(text, object);
    text.append(" as ").append(view.query());
    return text.append(";").toString();
  }
}

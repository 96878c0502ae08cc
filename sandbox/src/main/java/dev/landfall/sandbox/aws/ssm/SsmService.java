package dev.landfall.sandbox.aws.ssm;

import static java.util.Map.entry;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.JsonActions;
import dev.landfall.sandbox.aws.protocol.JsonActions.Action;
import dev.landfall.sandbox.aws.protocol.JsonActions.Needed;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.protocol.Keys;
import dev.landfall.sandbox.aws.protocol.Operation;
import dev.landfall.sandbox.aws.protocol.Permission;
import dev.landfall.sandbox.aws.protocol.Request;
import dev.landfall.sandbox.aws.protocol.Service;
import dev.landfall.sandbox.aws.protocol.Wire;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.ssm.Puts.Wanted;
import dev.landfall.sandbox.aws.ssm.Version.Settings;
import dev.landfall.sandbox.aws.store.Journal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Systems Manager's Parameter Store. Threads share it.
///
/// Source: the AWS Systems Manager API Reference.
public final class SsmService implements Service, StoredValues {
  private static final Wire WIRE = new Wire.Json("1.1", "com.amazonaws.ssm", Optional.empty());
  private static final String NAME = "Name";

  private final ParameterStore store;
  private final Puts puts;
  private final JsonActions actions;

  /// What an action does while nobody else changes a parameter.
  @FunctionalInterface
  private interface Work {
    ObjectNode run(Scope scope, ObjectNode given) throws AwsError;
  }

  public SsmService(Journal journal, Keys keys, Clock clock) {
    this.store = new ParameterStore(journal);
    this.puts = new Puts(store, clock);
    var reads = new Reads(store, new Sealing(keys));
    var labels = new Labels(store);
    var tags = new ParameterTags(store);
    this.actions =
        new JsonActions(
            "Systems Manager",
            Map.ofEntries(
                entry(
                    "PutParameter",
                    new Action(
                        NAME,
                        this::putting,
                        (call, given) -> locked(call, scope -> put(call, scope, given)))),
                entry("GetParameter", action(this::named, reads::get)),
                entry("GetParameters", action(this::listed, reads::getAll)),
                entry("GetParametersByPath", action(SsmService::below, reads::byPath)),
                entry("GetParameterHistory", action(this::named, reads::history)),
                entry("DescribeParameters", action(SsmService::any, reads::describe)),
                entry("DeleteParameter", action(this::named, reads::delete)),
                entry("DeleteParameters", action(this::listed, reads::deleteAll)),
                entry("LabelParameterVersion", action(this::named, labels::label)),
                entry("UnlabelParameterVersion", action(this::named, labels::unlabel)),
                entry("AddTagsToResource", action(SsmService::tagged, tags::add)),
                entry("RemoveTagsFromResource", action(SsmService::tagged, tags::remove)),
                entry("ListTagsForResource", action(SsmService::tagged, tags::list))));
  }

  /// What stands behind the resources of stacks, by the names of their types.
  public Map<String, Backing> backings() {
    return Map.of(ParameterBacking.TYPE, new ParameterBacking(store, puts));
  }

  private static Scope scope(Call call) {
    return new Scope(call.account(), call.region());
  }

  private interface Locked {
    ObjectNode run(Scope scope) throws AwsError;
  }

  private ObjectNode locked(Call call, Locked work) throws AwsError {
    store.lock().lock();
    try {
      return work.run(scope(call));
    } finally {
      store.lock().unlock();
    }
  }

  private Action action(Needed needed, Work work) {
    return new Action(NAME, needed, (call, given) -> locked(call, scope -> work.run(scope, given)));
  }

  private List<Permission> named(String action, Call call, ObjectNode given) throws AwsError {
    return List.of(one(action, call, given.path(NAME).asString("")));
  }

  private List<Permission> putting(String action, Call call, ObjectNode given) throws AwsError {
    var put = one(action, call, given.path(NAME).asString(""));
    return given.path("Tags").isEmpty()
        ? List.of(put)
        : List.of(put, Permission.of("ssm:AddTagsToResource", put.resource()));
  }

  private Permission one(String action, Call call, String text) throws AwsError {
    var name = Selected.Asked.of(store, scope(call), text).name();
    return Permission.of(action, ParameterName.arn(scope(call), name));
  }

  private List<Permission> listed(String action, Call call, ObjectNode given) throws AwsError {
    var all = new ArrayList<Permission>();
    for (var name : Reads.names(given)) {
      all.add(one(action, call, name));
    }
    return all;
  }

  private static List<Permission> below(String action, Call call, ObjectNode given) {
    return List.of(
        Permission.of(action, ParameterName.arn(scope(call), given.path("Path").asString("/"))));
  }

  private static List<Permission> tagged(String action, Call call, ObjectNode given) {
    var id = given.path("ResourceId").asString("");
    return List.of(Permission.of(action, ParameterName.arn(scope(call), id)));
  }

  private static List<Permission> any(String action, Call call, ObjectNode given) {
    var scope = scope(call);
    return List.of(
        Permission.of(
            action,
            "arn:" + scope.partition() + ":ssm:" + scope.region() + ":" + scope.account() + ":*"));
  }

  private ObjectNode put(Call call, Scope scope, ObjectNode given) throws AwsError {
    var name = given.path(NAME).asString("");
    var wanted =
        new Wanted(
            new Settings(
                given.path("Type").asString(""),
                given.path("Value").asString(""),
                given.path("Tier").asString(""),
                given.path("Description").asString(""),
                given.path("AllowedPattern").asString(""),
                given.path("DataType").asString(""),
                given.path("KeyId").asString("")),
            given.path("Policies").asString(""));
    boolean overwrite = given.path("Overwrite").asBoolean(false);
    if (overwrite && !given.path("Tags").isEmpty()) {
      throw SsmErrors.invalid(
          "Invalid request: tags and overwrite can't be used together. To create a parameter with"
              + " tags, please remove overwrite flag. To update tags for an existing parameter,"
              + " please use AddTagsToResource or RemoveTagsFromResource.");
    }
    var there = store.get(scope, name);
    var user = call.identity().arn();
    var version =
        overwrite && there.isPresent()
            ? puts.overwrite(scope, there.get(), wanted, user)
            : puts.create(scope, name, wanted, ParameterTags.given(given), user);
    return JsonTexts.object()
        .put("Version", version.number())
        .put("Tier", version.settings().tier());
  }

  @Override
  public Optional<Found> find(Scope scope, String selector) {
    store.lock().lock();
    try {
      var found = Selected.find(store, scope, selector);
      var settings = found.version().settings();
      return Optional.of(new Found(settings.type(), settings.value(), found.version().number()));
    } catch (AwsError e) {
      return Optional.empty();
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public String name() {
    return "ssm";
  }

  @Override
  public Wire wire(Request request) {
    return WIRE;
  }

  @Override
  public Operation operation(Call call) throws AwsError {
    return actions.operation(name(), call);
  }
}

package dev.landfall.engine.plan;

import dev.landfall.engine.blueprint.Blueprint;
import dev.landfall.engine.blueprint.OutputReferences;
import dev.landfall.engine.blueprint.Resolution;
import dev.landfall.engine.blueprint.Resolver;
import dev.landfall.engine.secret.Redactor;
import dev.landfall.engine.secret.SecretSource;
import dev.landfall.spi.Context;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Provider;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/// Plans all components of a target. Threads may share a planner.
public final class Planner {
  private final Map<String, Provider<?>> providers;
  private final SecretSource secrets;
  private final Redactor redactor;
  private final Lookups lookups;

  /// @param providers by kind
  /// @param secrets where `${secret:NAME}` is looked up
  /// @param redactor what takes secrets out of the texts of plans
  /// @param lookups what is known of the targets
  public Planner(
      Map<String, Provider<?>> providers,
      SecretSource secrets,
      Redactor redactor,
      Lookups lookups) {
    this.providers = Map.copyOf(providers);
    this.secrets = secrets;
    this.redactor = redactor;
    this.lookups = lookups;
  }

  /// A component made ready for its provider.
  public sealed interface Prepared<S extends Record> {
    /// It can be planned.
    ///
    /// @param unknown the values that are not known yet
    record Ready<S extends Record>(Provider<S> provider, Desired<S> desired, List<String> unknown)
        implements Prepared<S> {}

    /// It can only be planned when other components are rolled out.
    record Waiting<S extends Record>(List<String> unknown) implements Prepared<S> {}
  }

  /// Plans one target.
  ///
  /// @throws PlanException when a component cannot be planned; nothing was written anywhere
  public TargetPlan plan(World world, Target target) throws PlanException, InterruptedException {
    var produced = new LinkedHashMap<String, Outputs>();
    for (var component : world.blueprint().components().keySet()) {
      if (!world.includes(component)) {
        lookups.lastOutputs(target, component).ifPresent(last -> produced.put(component, last));
      }
    }
    var named = namedOutputs(world, target);
    for (var component : world.blueprint().inOrder()) {
      var problems = OutputReferences.unknown(component, named);
      if (world.includes(component.name()) && !problems.isEmpty()) {
        throw PlanException.wrong(target, component.name(), problems);
      }
    }
    for (var same : identical(world, target).entrySet()) {
      throw PlanException.wrong(target, same.getKey(), List.of(same.getValue()));
    }
    if (world.goal() instanceof Goal.Destroyed) {
      return new Teardown(this, lookups).plan(world, target);
    }
    var plans = new LinkedHashMap<String, ComponentPlan>();
    for (var level : levels(world)) {
      var tasks =
          level.stream().map(component -> task(world, component, target, produced)).toList();
      var results = Parallel.run("plan-" + target.region(), level.size(), tasks);
      for (var result : results) {
        switch (result) {
          case Result.Planned planned -> {
            plans.put(planned.plan().name(), planned.plan());
            planned.outputs().ifPresent(outputs -> produced.put(planned.plan().name(), outputs));
          }
          case Result.Failed failed -> throw failed.cause();
          case Result.Interrupted ignored -> throw new InterruptedException();
        }
      }
    }
    var inOrder =
        world.blueprint().inOrder().stream()
            .filter(component -> plans.containsKey(component.name()))
            .map(component -> plans.get(component.name()))
            .toList();
    return new TargetPlan(target, world.release().id(), world.goal(), inOrder);
  }

  /// Plans one component with what the ones before it really put out.
  public ComponentPlan plan(
      World world, Blueprint.Component component, Target target, Map<String, Outputs> produced)
      throws PlanException, InterruptedException {
    return plan(world, component, target, produced, lookups.context(target, component.name()));
  }

  /// The same, for a rollout under way.
  ///
  /// @param context that names the rollout
  public ComponentPlan plan(
      World world,
      Blueprint.Component component,
      Target target,
      Map<String, Outputs> produced,
      Context context)
      throws PlanException, InterruptedException {
    return plan(world, component, target, produced, provider(component), context);
  }

  /// What a target's components put out, as long as they are there: from the last rollouts, or as
  /// their providers see it.
  public Map<String, Outputs> present(World world, Target target) throws InterruptedException {
    return new Teardown(this, lookups).present(world, target, new HashMap<>());
  }

  /// Resolves a component's settings for a target.
  ///
  /// @throws PlanException when they are wrong
  public <S extends Record> Prepared<S> prepare(
      World world,
      Blueprint.Component component,
      Target target,
      Map<String, Outputs> produced,
      Provider<S> provider)
      throws PlanException {
    var resolution =
        Resolver.resolve(world.blueprint(), component, target, secrets, produced, provider);
    return switch (resolution) {
      case Resolution.Bound<S> bound ->
          new Prepared.Ready<>(
              provider,
              new Desired<>(
                  target,
                  component.name(),
                  bound.settings(),
                  world.source(component),
                  world.goal(),
                  world.release().id()),
              bound.unknown());
      case Resolution.Waiting<S> waiting -> new Prepared.Waiting<>(waiting.unknown());
      case Resolution.Wrong<S> wrong ->
          throw PlanException.wrong(target, component.name(), wrong.problems());
    };
  }

  /// Every mistake that can be found without asking another system, over all targets.
  ///
  /// @param targets the targets to look at
  public List<Problem> check(World world, List<Target> targets) throws InterruptedException {
    var problems = new TreeSet<Problem>();
    for (var target : targets) {
      var outputs = namedOutputs(world, target);
      for (var component : world.blueprint().inOrder()) {
        if (world.includes(component.name())) {
          problems.addAll(check(world, component, target, provider(component)));
        }
      }
      for (var component : world.blueprint().components().values()) {
        problems.addAll(OutputReferences.unknown(component, outputs));
      }
      problems.addAll(identical(world, target).values());
    }
    return problems.stream().map(this::redact).toList();
  }

  /// The components that are in the other system what one before them is already: they would undo
  /// each other's work.
  private Map<String, Problem> identical(World world, Target target) {
    var problems = new LinkedHashMap<String, Problem>();
    var first = new HashMap<String, String>();
    for (var component : world.blueprint().inOrder()) {
      var identity = identity(world, component, target, provider(component));
      if (identity.isEmpty()) {
        continue;
      }
      var other = first.putIfAbsent(component.uses() + " " + identity.get(), component.name());
      if (other != null) {
        problems.put(
            component.name(),
            Problem.error(
                component.with().where(),
                "component \"" + component.name() + "\" is the same as \"" + other + "\"",
                "Both are " + identity.get() + ". Tell them apart, or take one of them out."));
      }
    }
    return problems;
  }

  private <S extends Record> Optional<String> identity(
      World world, Blueprint.Component component, Target target, Provider<S> provider) {
    try {
      return prepare(world, component, target, Map.of(), provider)
              instanceof Prepared.Ready<S> ready
          ? provider.identity(ready.desired())
          : Optional.empty();
    } catch (PlanException e) {
      return Optional.empty(); // it is told when that component is looked at
    }
  }

  /// The outputs that components' files name, of kinds that have no outputs of their own.
  private Map<String, Set<String>> namedOutputs(World world, Target target) {
    var outputs = new HashMap<String, Set<String>>();
    for (var component : world.blueprint().inOrder()) {
      if (provider(component).outputs().isEmpty()) {
        namedOutputs(world, component, target, provider(component))
            .ifPresent(names -> outputs.put(component.name(), names));
      }
    }
    return outputs;
  }

  private <S extends Record> Optional<Set<String>> namedOutputs(
      World world, Blueprint.Component component, Target target, Provider<S> provider) {
    try {
      return prepare(world, component, target, Map.of(), provider)
              instanceof Prepared.Ready<S> ready
          ? provider.outputs(ready.desired())
          : Optional.empty();
    } catch (PlanException e) {
      return Optional.empty(); // it is told when that component is looked at
    }
  }

  private <S extends Record> List<Problem> check(
      World world, Blueprint.Component component, Target target, Provider<S> provider)
      throws InterruptedException {
    try {
      return switch (prepare(world, component, target, Map.of(), provider)) {
        case Prepared.Ready<S> ready ->
            provider.check(ready.desired(), lookups.context(target, component.name())).stream()
                .map(problem -> SettingPlaces.locate(problem, component))
                .toList();
        case Prepared.Waiting<S> waiting -> List.of();
      };
    } catch (PlanException e) {
      return e.problems();
    }
  }

  /// The provider of a component.
  public Provider<?> provider(Blueprint.Component component) {
    return Optional.<Provider<?>>ofNullable(providers.get(component.uses()))
        .orElseThrow(() -> new IllegalArgumentException("no provider " + component.uses()));
  }

  private Callable<Result> task(
      World world, Blueprint.Component component, Target target, Map<String, Outputs> produced) {
    var known = Map.copyOf(produced);
    return () -> {
      try {
        var plan = plan(world, component, target, known);
        return new Result.Planned(plan, outputs(world, component, target, plan, known));
      } catch (PlanException e) {
        return new Result.Failed(e);
      } catch (InterruptedException e) {
        return new Result.Interrupted();
      }
    };
  }

  private <S extends Record> ComponentPlan plan(
      World world,
      Blueprint.Component component,
      Target target,
      Map<String, Outputs> produced,
      Provider<S> provider,
      Context context)
      throws PlanException, InterruptedException {
    return switch (prepare(world, component, target, produced, provider)) {
      case Prepared.Waiting<S> waiting ->
          ComponentPlan.deferred(component.name(), component.uses(), waiting.unknown());
      case Prepared.Ready<S> ready -> {
        try {
          var plan = provider.plan(ready.desired(), context);
          yield new ComponentPlan(
              component.name(), component.uses(), redact(plan, ready.unknown()), false);
        } catch (ProviderException e) {
          throw PlanException.of(target, component.name(), redact(located(e, component)));
        }
      }
    };
  }

  /// What is known before anything is applied: the outputs of the last rollout, or, of a component
  /// that has nothing to do, what its provider sees.
  private Optional<Outputs> outputs(
      World world,
      Blueprint.Component component,
      Target target,
      ComponentPlan plan,
      Map<String, Outputs> produced)
      throws PlanException, InterruptedException {
    var last = lookups.lastOutputs(target, component.name());
    var read =
        world.blueprint().components().values().stream()
            .anyMatch(other -> other.needs().contains(component.name()));
    if (!read || !plan.isEmpty()) {
      return last;
    }
    return outputs(world, component, target, last, produced, provider(component));
  }

  /// Of a component with nothing to do: what it put out last, unless it names more by now.
  private <S extends Record> Optional<Outputs> outputs(
      World world,
      Blueprint.Component component,
      Target target,
      Optional<Outputs> last,
      Map<String, Outputs> produced,
      Provider<S> provider)
      throws PlanException, InterruptedException {
    if (last.isPresent()
        && !(prepare(world, component, target, produced, provider)
                instanceof Prepared.Ready<S> ready
            && lacks(last.get(), ready.desired(), provider))) {
      return last;
    }
    return observe(world, component, target, produced, provider);
  }

  /// Whether a component names an output that it did not have when it put these out.
  public static <S extends Record> boolean lacks(
      Outputs outputs, Desired<S> desired, Provider<S> provider) {
    return provider
        .outputs(desired)
        .filter(names -> !outputs.values().keySet().containsAll(names))
        .isPresent();
  }

  private <S extends Record> Optional<Outputs> observe(
      World world,
      Blueprint.Component component,
      Target target,
      Map<String, Outputs> produced,
      Provider<S> provider)
      throws PlanException, InterruptedException {
    if (!(prepare(world, component, target, produced, provider)
        instanceof Prepared.Ready<S> ready)) {
      return Optional.empty();
    }
    try {
      var context = lookups.context(target, component.name());
      return Optional.of(provider.observe(ready.desired(), context).outputs());
    } catch (ProviderException e) {
      throw PlanException.of(target, component.name(), redact(e));
    }
  }

  private Plan redact(Plan plan, List<String> unknown) {
    var all = new ArrayList<>(unknown);
    plan.unknown().stream().filter(text -> !all.contains(text)).forEach(all::add);
    return PlanDocument.map(
        new Plan(plan.basis(), plan.changes(), all, plan.notes()), redactor::redact);
  }

  private static ProviderException located(ProviderException e, Blueprint.Component component) {
    return e.problems().isEmpty()
        ? e
        : new ProviderException(
            e.problems().stream()
                .map(problem -> SettingPlaces.locate(problem, component))
                .toList());
  }

  private ProviderException redact(ProviderException e) {
    if (!e.problems().isEmpty()) {
      return new ProviderException(e.problems().stream().map(this::redact).toList());
    }
    return new ProviderException(
        e.kind(), redactor.redact(e.getMessage()), redactor.redact(e.next()), e.getCause());
  }

  private Problem redact(Problem problem) {
    return new Problem(
        problem.severity(),
        problem.location(),
        redactor.redact(problem.summary()),
        redactor.redact(problem.detail()));
  }

  /// Components that may be planned at the same time, each level after the one before it.
  private static List<List<Blueprint.Component>> levels(World world) {
    var depth = new LinkedHashMap<String, Integer>();
    var levels = new ArrayList<List<Blueprint.Component>>();
    for (var component : world.blueprint().inOrder()) {
      if (!world.includes(component.name())) {
        continue;
      }
      var level =
          component.needs().stream().mapToInt(need -> depth.getOrDefault(need, -1) + 1).max();
      depth.put(component.name(), level.orElse(0));
      while (levels.size() <= level.orElse(0)) {
        levels.add(new ArrayList<>());
      }
      levels.get(level.orElse(0)).add(component);
    }
    return levels;
  }

  private sealed interface Result {
    record Planned(ComponentPlan plan, Optional<Outputs> outputs) implements Result {}

    record Failed(PlanException cause) implements Result {}

    record Interrupted() implements Result {}
  }
}

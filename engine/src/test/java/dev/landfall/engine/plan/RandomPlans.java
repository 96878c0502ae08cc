package dev.landfall.engine.plan;

import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Plans of any shape, the same ones for the same seed.
final class RandomPlans {
  private static final List<Action> ACTIONS = List.of(Action.values());
  private static final List<String> TEXTS =
      List.of("", "a", "CREATE TABLE t (\n  a INT\n);", "ü\"\\\u0000\u2028", "tag:x", "{\"a\":1}");

  private final Random random;

  RandomPlans(long seed) {
    random = new Random(seed);
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size())) + random.nextInt(3);
  }

  private <T> List<T> upTo(int most, IntFunction<T> make) {
    return IntStream.range(0, random.nextInt(most + 1)).mapToObj(make).toList();
  }

  Change change(String address) {
    return new Change(
        ACTIONS.get(random.nextInt(ACTIONS.size())),
        address,
        text(),
        text(),
        upTo(2, i -> new Change.Loss(text(), text())));
  }

  ComponentPlan component(String name) {
    if (random.nextInt(5) == 0) {
      return ComponentPlan.deferred(name, "folder", upTo(2, i -> text()));
    }
    var changes = upTo(4, i -> change("address-" + i));
    return new ComponentPlan(
        name,
        "folder",
        new Plan(text(), changes, upTo(2, i -> text()), upTo(2, i -> text())),
        false);
  }

  Goal goal() {
    return switch (random.nextInt(3)) {
      case 0 -> new Goal.Latest();
      case 1 -> new Goal.BackToTag(text());
      default -> new Goal.BackByCount(1 + random.nextInt(1000));
    };
  }

  TargetPlan target(String region) {
    return new TargetPlan(
        new Target("dev", region),
        "r-" + random.nextInt(3),
        goal(),
        upTo(4, i -> component("component-" + i)));
  }

  /// Every plan that differs from one in a single thing that is done or that it is done to.
  static List<TargetPlan> variants(TargetPlan plan) {
    var variants = new ArrayList<TargetPlan>();
    variants.add(
        new TargetPlan(other(plan.target()), plan.release(), plan.goal(), plan.components()));
    variants.add(
        new TargetPlan(plan.target(), plan.release() + "'", plan.goal(), plan.components()));
    variants.add(
        new TargetPlan(
            plan.target(), plan.release(), new Goal.BackToTag("new"), plan.components()));
    variants.add(
        new TargetPlan(
            plan.target(), plan.release(), plan.goal(), with(plan.components(), extra())));
    for (var i = 0; i < plan.components().size(); i++) {
      for (var component : variants(plan.components().get(i))) {
        variants.add(
            new TargetPlan(
                plan.target(), plan.release(), plan.goal(), set(plan.components(), i, component)));
      }
    }
    return variants;
  }

  private static ComponentPlan extra() {
    return new ComponentPlan(
        "extra", "folder", new Plan("", List.of(), List.of(), List.of()), false);
  }

  private static Target other(Target target) {
    return new Target(target.environment(), target.region() + "-2");
  }

  private static List<ComponentPlan> variants(ComponentPlan component) {
    var plan = component.plan();
    var variants = new ArrayList<ComponentPlan>();
    variants.add(
        new ComponentPlan(component.name() + "'", component.uses(), plan, component.deferred()));
    variants.add(
        new ComponentPlan(component.name(), component.uses() + "'", plan, component.deferred()));
    variants.add(
        new ComponentPlan(component.name(), component.uses(), plan, !component.deferred()));
    var plans = new ArrayList<Plan>();
    plans.add(new Plan(plan.basis() + "'", plan.changes(), plan.unknown(), plan.notes()));
    plans.add(new Plan(plan.basis(), plan.changes(), with(plan.unknown(), "more"), plan.notes()));
    plans.add(
        new Plan(
            plan.basis(),
            with(plan.changes(), new Change(Action.RUN, "more", "", "")),
            plan.unknown(),
            plan.notes()));
    for (var i = 0; i < plan.changes().size(); i++) {
      for (var change : variants(plan.changes().get(i))) {
        plans.add(
            new Plan(plan.basis(), set(plan.changes(), i, change), plan.unknown(), plan.notes()));
      }
    }
    plans.forEach(changed ->
        variants.add(
            new ComponentPlan(component.name(), component.uses(), changed, component.deferred())));
    return variants;
  }

  private static List<Change> variants(Change change) {
    var action = change.action() == Action.RUN ? Action.CREATE : Action.RUN;
    return List.of(
        new Change(action, change.address(), change.summary(), change.diff(), change.losses()),
        new Change(
            change.action(),
            change.address() + "'",
            change.summary(),
            change.diff(),
            change.losses()),
        new Change(
            change.action(),
            change.address(),
            change.summary() + "'",
            change.diff(),
            change.losses()),
        new Change(
            change.action(),
            change.address(),
            change.summary(),
            change.diff() + "'",
            change.losses()),
        new Change(
            change.action(),
            change.address(),
            change.summary(),
            change.diff(),
            with(change.losses(), new Change.Loss("more", "1 row"))));
  }

  private static <T> List<T> with(List<T> list, T item) {
    var changed = new ArrayList<>(list);
    changed.add(item);
    return changed;
  }

  private static <T> List<T> set(List<T> list, int at, T item) {
    var changed = new ArrayList<>(list);
    changed.set(at, item);
    return changed;
  }
}

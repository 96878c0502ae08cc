package dev.landfall.cloudformation;

import dev.landfall.cloudformation.artifact.Packaged;
import dev.landfall.cloudformation.check.LocalCheck;
import dev.landfall.cloudformation.check.StackPolicy;
import dev.landfall.cloudformation.check.TemplateFile;
import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.cloudformation.stack.Job;
import dev.landfall.cloudformation.stack.StackAddress;
import dev.landfall.cloudformation.stack.StackName;
import dev.landfall.cloudformation.stack.Stacks;
import dev.landfall.spi.Context;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Inspection;
import dev.landfall.spi.Observation;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import dev.landfall.spi.Provider;
import dev.landfall.spi.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Deploys CloudFormation stacks: a plan is a change set, and applying it executes that very change
/// set. Threads may share it.
public final class CloudFormationProvider implements Provider<CloudFormationSettings> {
  private static final String STAYS =
      "Stacks have no way back but an older template: this one stays as it is.";

  private final Stacks stacks = new Stacks();

  @Override
  public String kind() {
    return "cloudformation";
  }

  @Override
  public Class<CloudFormationSettings> settings() {
    return CloudFormationSettings.class;
  }

  @Override
  public Optional<Set<String>> outputs() {
    return Optional.empty();
  }

  @Override
  public Optional<Set<String>> outputs(Desired<CloudFormationSettings> desired) {
    return read(desired) instanceof TemplateFile.Reading.Read(var file)
        ? Optional.of(file.outputs())
        : Optional.empty();
  }

  @Override
  public Optional<String> identity(Desired<CloudFormationSettings> desired) {
    return Optional.of(StackName.identity(desired));
  }

  @Override
  public List<Problem> check(Desired<CloudFormationSettings> desired, Context context) {
    var reading = read(desired);
    return problems(desired, reading, packaged(desired, reading), false);
  }

  /// @param secrets whether the values of secrets are there, and not something in their place
  private static List<Problem> problems(
      Desired<CloudFormationSettings> desired,
      TemplateFile.Reading reading,
      Optional<Packaged.Result> packaged,
      boolean secrets) {
    var problems = addressProblems(desired);
    if (policy(desired) instanceof StackPolicy.Broken(var problem)) {
      problems.add(problem);
    }
    switch (reading) {
      case TemplateFile.Reading.Broken(var broken) -> problems.addAll(broken);
      case TemplateFile.Reading.Read(var file) -> {
        problems.addAll(LocalCheck.problems(file, desired.settings(), secrets));
        if (packaged.isPresent()
            && packaged.get() instanceof Packaged.Result.Unusable(var unusable)) {
          problems.addAll(unusable);
        }
      }
    }
    return problems;
  }

  private static List<Problem> addressProblems(Desired<CloudFormationSettings> desired) {
    var problems = new ArrayList<Problem>();
    if (desired.settings().connection().region().isEmpty()) {
      problems.add(
          Problem.error(
              Location.ofSetting("aws"),
              "no AWS region",
              "Write `aws: {region: …}` under the region or under the component's `with`."));
    }
    StackName.problem(desired).ifPresent(problems::add);
    return problems;
  }

  /// Where the stack is, whatever has become of its template.
  private static StackAddress address(Desired<CloudFormationSettings> desired)
      throws ProviderException {
    var problems = addressProblems(desired);
    if (!problems.isEmpty()) {
      throw new ProviderException(problems);
    }
    return StackAddress.of(desired);
  }

  @Override
  public Plan plan(Desired<CloudFormationSettings> desired, Context context)
      throws ProviderException, InterruptedException {
    return switch (desired.goal()) {
      case Goal.Latest _ -> stacks.plan(job(desired), context);
      case Goal.Destroyed _ ->
          stacks.planRemoval(
              address(desired), desired.component(), desired.settings().retain(), context);
      case Goal.BackToTag _, Goal.BackByCount _ ->
          new Plan("", List.of(), List.of(), List.of(STAYS));
    };
  }

  @Override
  public Outputs apply(Plan plan, Desired<CloudFormationSettings> desired, Context context)
      throws ProviderException, InterruptedException {
    if (desired.goal() instanceof Goal.Destroyed) {
      stacks.remove(
          plan, address(desired), desired.component(), desired.settings().retain(), context);
      return Outputs.NONE;
    }
    return stacks.apply(plan, job(desired), context);
  }

  @Override
  public Inspection inspect(Desired<CloudFormationSettings> desired, Context context)
      throws ProviderException, InterruptedException {
    return stacks.inspect(job(desired));
  }

  @Override
  public Observation observe(Desired<CloudFormationSettings> desired, Context context)
      throws ProviderException, InterruptedException {
    return stacks.observe(job(desired));
  }

  @Override
  public List<String> unlock(Desired<CloudFormationSettings> desired, Context context) {
    return List.of();
  }

  private static Job job(Desired<CloudFormationSettings> desired) throws ProviderException {
    var reading = read(desired);
    var result = packaged(desired, reading);
    var problems = problems(desired, reading, result, true);
    if (problems.isEmpty()
        && reading instanceof TemplateFile.Reading.Read(var file)
        && result.isPresent()
        && result.get() instanceof Packaged.Result.Ready(var packaged)) {
      return new Job(
          desired,
          file,
          packaged,
          policy(desired).given(),
          Optional.of(desired.release()).filter(release -> !release.isEmpty()));
    }
    throw new ProviderException(problems);
  }

  private static StackPolicy policy(Desired<CloudFormationSettings> desired) {
    return StackPolicy.of(desired.settings(), desired.source());
  }

  private static Optional<Packaged.Result> packaged(
      Desired<CloudFormationSettings> desired, TemplateFile.Reading reading) {
    return reading instanceof TemplateFile.Reading.Read(var file)
        ? Optional.of(Packaged.of(file, desired.settings()))
        : Optional.empty();
  }

  private static TemplateFile.Reading read(Desired<CloudFormationSettings> desired) {
    return TemplateFile.read(desired.source(), desired.settings().template());
  }

  @Override
  public void close() {
    stacks.close();
  }
}

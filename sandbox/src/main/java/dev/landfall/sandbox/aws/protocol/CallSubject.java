package dev.landfall.sandbox.aws.protocol;

import dev.landfall.sandbox.network.Faults;
import java.util.Locale;

/// A call to AWS, as faults are ordered for it.
record CallSubject(String service, Operation operation, Call call) implements Faults.Subject {
  @Override
  public String region() {
    return call.region();
  }

  @Override
  public String account() {
    return call.account();
  }

  @Override
  public boolean does(String action) {
    return action.equalsIgnoreCase(operation.action());
  }

  @Override
  public boolean concerns(String resource) {
    return operation
        .resource()
        .toLowerCase(Locale.ROOT)
        .contains(resource.toLowerCase(Locale.ROOT));
  }
}

package dev.landfall.liquibase.changelog;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import liquibase.AbstractExtensibleObject;
import liquibase.Scope;
import liquibase.logging.LogService;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.InputHandler;
import liquibase.ui.UIService;

/// Runs liquibase-core: one thread at a time, without output, and deaf to the environment.
///
/// liquibase-core keeps state in statics, so two threads inside it disturb each other.
final class QuietLiquibase {
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private QuietLiquibase() {}

  /// Work to be done inside liquibase-core.
  interface Work<T> {
    /// Does it.
    T run() throws Exception;
  }

  /// Does some work with a resource accessor and no database in scope.
  static <T> T run(ResourceAccessor files, Work<T> work) throws Exception {
    ONE_AT_A_TIME.lock();
    try {
      return Scope.child(settings(files), work::run);
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private static Map<String, Object> settings(ResourceAccessor files) {
    var settings = new HashMap<String, Object>();
    settings.put(Scope.Attr.logService.name(), new NoLog());
    settings.put(Scope.Attr.ui.name(), new NoUi());
    settings.put(Scope.Attr.resourceAccessor.name(), files);
    // What a scope says wins over system properties and the environment (ScopeValueProvider).
    settings.put("liquibase.secureParsing", true);
    settings.put("liquibase.analytics.enabled", false);
    settings.put("liquibase.missingPropertyMode", "PRESERVE");
    settings.put("liquibase.fileEncoding", "UTF-8");
    settings.put("liquibase.changelogParseMode", "STRICT");
    settings.put("liquibase.validateXmlChangelogFiles", true);
    settings.put("liquibase.supportPropertyEscaping", false);
    settings.put("liquibase.onMissingIncludeChangelog", "FAIL");
    settings.put("liquibase.onMissingSqlFile", "FAIL");
    return settings;
  }

  private static final class NoLog extends AbstractLogService {
    private static final Logger SILENT = new Silent();

    @Override
    public int getPriority() {
      return LogService.PRIORITY_NOT_APPLICABLE;
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface's own signature
    public Logger getLog(Class clazz) {
      return SILENT;
    }
  }

  private static final class Silent extends AbstractLogger {
    @Override
    public void log(Level level, String message, Throwable e) {}

    @Override
    public void close() {}
  }

  private static final class NoUi extends AbstractExtensibleObject implements UIService {
    @Override
    public int getPriority() {
      return PRIORITY_NOT_APPLICABLE;
    }

    @Override
    public void sendMessage(String message) {}

    @Override
    public void sendErrorMessage(String message) {}

    @Override
    public void sendErrorMessage(String message, Throwable exception) {}

    @Override
    public <T> T prompt(
        String prompt, T valueIfNoEntry, InputHandler<T> inputHandler, Class<T> type) {
      return valueIfNoEntry;
    }

    @Override
    public void setAllowPrompt(boolean allowPrompt) {}

    @Override
    public boolean getAllowPrompt() {
      return false;
    }
  }
}

package dev.landfall.sandbox.snowflake.protocol;

import com.sun.net.httpserver.HttpExchange;
import dev.landfall.sandbox.network.Faults;
import dev.landfall.sandbox.network.Faults.Fault;
import dev.landfall.sandbox.network.HttpListener;
import dev.landfall.sandbox.snowflake.session.Accounts;
import dev.landfall.sandbox.snowflake.session.Session;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Serves the protocol over HTTP. Threads may share it.
public final class ProtocolServer implements AutoCloseable {
  private static final long SWEEP_SECONDS = 60;

  private final Accounts accounts;
  private final Tokens tokens;
  private final Faults faults = new Faults();
  private final long bodyLimit;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final HttpListener listener;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("snowflake-sessions").unstarted(task));

  private ProtocolServer(HttpListener.Place place, Accounts accounts, Clock clock, long bodyLimit)
      throws IOException {
    this.accounts = accounts;
    this.tokens = new Tokens(clock);
    this.bodyLimit = bodyLimit;
    endpoints.addAll(new SessionEndpoints(accounts, tokens).all());
    endpoints.addAll(new QueryEndpoints(tokens).all());
    endpoints.addAll(new PipeEndpoints(accounts).all());
    endpoints.add(Endpoint.of("faults", "POST DELETE", Faults.PATH, this::faults));
    this.listener = HttpListener.start(place, this::handle);
  }

  /// Starts to serve.
  ///
  /// @param accounts closed together with the server
  /// @param bodyLimit how many bytes a request's body may have
  /// @throws IOException when the address is taken
  public static ProtocolServer start(
      HttpListener.Place place, Accounts accounts, Clock clock, long bodyLimit) throws IOException {
    var server = new ProtocolServer(place, accounts, clock, bodyLimit);
    var _ =
        server.sweeper.scheduleWithFixedDelay(
            server::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    return server;
  }

  /// Where it listens.
  public int port() {
    return listener.port();
  }

  private void sweep() {
    tokens.expired().forEach(Session::close);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply;
      try {
        var call = Call.read(exchange, bodyLimit);
        var answered = dispatch(call);
        if (answered.isEmpty()) {
          return;
        }
        reply = answered.get();
      } catch (Refusal e) {
        reply = e.reply();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        reply = Reply.refused(500, "390500", "The sandbox has failed: " + e);
      }
      if (reply.status() == 429) {
        exchange.getResponseHeaders().set("Retry-After", "1");
      }
      Sending.send(exchange, reply);
    }
  }

  /// @return empty when the connection is to be dropped
  private Optional<Reply> dispatch(Call call) throws Refusal, InterruptedException {
    var otherMethod = false;
    for (var endpoint : endpoints) {
      var match = endpoint.path().matcher(call.path());
      if (match.matches()) {
        if (endpoint.methods().contains(call.method())) {
          var id = match.groupCount() > 0 ? Optional.of(match.group(1)) : Optional.<String>empty();
          return faulty(endpoint, call, id);
        }
        otherMethod = true;
      }
    }
    throw new Refusal(
        otherMethod
            ? Reply.refused(405, "390405", "The method " + call.method() + " is not allowed here.")
            : Reply.refused(404, "390404", "There is nothing at " + call.path() + "."));
  }

  private Optional<Reply> faulty(Endpoint endpoint, Call call, Optional<String> id)
      throws Refusal, InterruptedException {
    if (endpoint.name().equals("faults")) {
      return Optional.of(answer(endpoint, call, id));
    }
    var fault = faults.next(subject(endpoint, call));
    return switch (fault.map(Fault::kind).orElse(null)) {
      case null -> Optional.of(answer(endpoint, call, id));
      case THROTTLE -> throw new Refusal(Reply.refused(429, "390429", "Too many requests."));
      case FAIL ->
          Optional.of(
              call.authorization().bearer().isPresent()
                  ? FaultyReply.refusal()
                  : FaultyReply.failure());
      case DELAY -> {
        Thread.sleep(Math.round(fault.orElseThrow().seconds() * 1000));
        yield Optional.of(answer(endpoint, call, id));
      }
      case CUT -> {
        var _ = answer(endpoint, call, id);
        yield Optional.empty();
      }
    };
  }

  private static Reply answer(Endpoint endpoint, Call call, Optional<String> id)
      throws Refusal, InterruptedException {
    try {
      return endpoint.handler().answer(call, id);
    } catch (IOException e) {
      return Reply.failure("390500", "The sandbox has failed: " + e.getMessage());
    }
  }

  private StatementSubject subject(Endpoint endpoint, Call call) {
    var bearer = call.authorization().bearer();
    if (bearer.isPresent()) {
      return new StatementSubject(
          endpoint.name(), Accounts.claimed(bearer.get()).orElse(""), call.path());
    }
    String account;
    try {
      account =
          endpoint.name().equals("login")
              ? Call.text(call.body().path("data"), "ACCOUNT_NAME").orElse("")
              : tokens.session(call.token()).accountName();
    } catch (Refusal e) {
      account = "";
    }
    return new StatementSubject(endpoint.name(), account, call.text("sqlText").orElse(""));
  }

  private Reply faults(Call call, Optional<String> id) throws Refusal {
    if (call.method().equals("DELETE")) {
      faults.clear();
    } else {
      try {
        faults.order(call.body());
      } catch (IllegalArgumentException e) {
        throw Refusal.badRequest(String.valueOf(e.getMessage()));
      }
    }
    return Reply.success(Reply.NOTHING);
  }

  /// Stops: running queries are cancelled, open transactions rolled back.
  @Override
  public void close() throws IOException {
    listener.stop();
    sweeper.shutdownNow();
    accounts.close();
    listener.close();
  }
}

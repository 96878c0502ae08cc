package dev.landfall.sandbox.snowflake.protocol;

/// An HTTP request that is not carried out.
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  Refusal(Reply reply) {
    super(reply.message());
    this.reply = reply;
  }

  Reply reply() {
    return reply;
  }

  static Refusal badRequest(String message) {
    return new Refusal(Reply.refused(400, "390400", message));
  }

  static Refusal tooLarge(long limit) {
    return new Refusal(
        Reply.refused(
            413, "390413", "The body of the request is larger than " + limit + " bytes."));
  }
}

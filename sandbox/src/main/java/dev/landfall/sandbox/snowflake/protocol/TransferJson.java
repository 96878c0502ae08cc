package dev.landfall.sandbox.snowflake.protocol;

import dev.landfall.sandbox.snowflake.model.FileTransfer;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Writes what PUT and GET leave to the client.
final class TransferJson {
  private TransferJson() {}

  static void write(JsonGenerator json, FileTransfer transfer) {
    switch (transfer) {
      case FileTransfer.Upload upload -> {
        json.writeStringProperty("command", "UPLOAD");
        texts(json, "src_locations", List.of(upload.source()));
        json.writeBooleanProperty("autoCompress", upload.autoCompress());
        json.writeStringProperty("sourceCompression", upload.compression());
        json.writeBooleanProperty("overwrite", upload.overwrite());
        json.writeNullProperty("encryptionMaterial");
      }
      case FileTransfer.Download download -> {
        json.writeStringProperty("command", "DOWNLOAD");
        texts(json, "src_locations", download.files());
        json.writeStringProperty("localLocation", download.directory());
        texts(json, "presignedUrls", List.of());
        texts(json, "encryptionMaterial", List.of());
      }
    }
    json.writeNumberProperty("parallel", transfer.parallel());
    json.writeBooleanProperty("clientShowEncryptionParameter", false);
    json.writeName("stageInfo");
    json.writeStartObject();
    json.writeStringProperty("locationType", "LOCAL_FS");
    json.writeStringProperty("location", transfer.folder());
    json.writeStringProperty("path", "");
    json.writeNullProperty("region");
    json.writeNullProperty("storageAccount");
    json.writeBooleanProperty("isClientSideEncrypted", false);
    json.writeName("creds");
    json.writeStartObject();
    json.writeEndObject();
    json.writeNullProperty("presignedUrl");
    json.writeNullProperty("endPoint");
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts) {
    json.writeName(name);
    json.writeStartArray();
    texts.forEach(json::writeString);
    json.writeEndArray();
  }
}

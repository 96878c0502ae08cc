package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Body;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/// XML that a client sent. It may not declare anything.
final class XmlBody {
  private static final int LONGEST = 2 * 1024 * 1024;

  private final Element element;

  private XmlBody(Element element) {
    this.element = element;
  }

  /// Reads a body.
  ///
  /// @param root the name that the document must have
  static XmlBody read(Body body, String root) throws AwsError, IOException {
    if (body.size() > LONGEST) {
      throw new AwsError("MaxMessageLengthExceeded", 400, "Your request was too large.");
    }
    return read(new String(body.bytes(), StandardCharsets.UTF_8), root);
  }

  static XmlBody read(String text, String root) throws AwsError, IOException {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setNamespaceAware(true);
      factory.setExpandEntityReferences(false);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      var document = builder.parse(new InputSource(new StringReader(text)));
      var element = document.getDocumentElement();
      if (!element.getLocalName().equals(root)) {
        throw S3Errors.malformedXml();
      }
      return new XmlBody(element);
    } catch (SAXException e) {
      throw S3Errors.malformedXml();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The elements of that name right below this one.
  List<XmlBody> children(String name) {
    var found = new ArrayList<XmlBody>();
    for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child && child.getLocalName().equals(name)) {
        found.add(new XmlBody(child));
      }
    }
    return found;
  }

  /// What stands in this element.
  String text() {
    return element.getTextContent();
  }

  Optional<String> text(String name) {
    return children(name).stream().findFirst().map(XmlBody::text);
  }

  String required(String name) throws AwsError {
    return text(name).orElseThrow(S3Errors::malformedXml);
  }
}

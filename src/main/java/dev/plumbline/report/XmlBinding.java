package dev.plumbline.report;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Unmarshaller;
import java.io.InputStream;
import java.io.Reader;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The XML parser and the JAXB context, set up once; unmarshallers are lent to one thread each. */
final class XmlBinding {

  private static final int MAX_IDLE_UNMARSHALLERS = 16;

  private final JAXBContext context;
  private final ConcurrentLinkedQueue<Unmarshaller> idle = new ConcurrentLinkedQueue<>();
  private volatile XMLInputFactory factory = newFactory();

  XmlBinding() {
    try {
      context =
          JAXBContext.newInstance(
              Fragments.Metadata.class, Fragments.Policy.class, Fragments.RecordFragment.class);
    } catch (JAXBException e) {
      throw new IllegalStateException("The JAXB classes of the report room are broken", e);
    }
  }

  private static XMLInputFactory newFactory() {
    XMLInputFactory factory = new InputFactoryImpl();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    return factory;
  }

  XMLStreamReader newReader(InputStream in) throws XMLStreamException {
    return factory.createXMLStreamReader(in);
  }

  XMLStreamReader newReader(Reader in) throws XMLStreamException {
    return factory.createXMLStreamReader(in);
  }

  /** Drops the name table that all readers share, after a document that filled it with rubbish. */
  void forgetNames() {
    factory = newFactory();
  }

  Unmarshaller lend() throws JAXBException {
    Unmarshaller unmarshaller = idle.poll();
    if (unmarshaller == null) {
      unmarshaller = context.createUnmarshaller();
      unmarshaller.setEventHandler(event -> true);
    }
    return unmarshaller;
  }

  void giveBack(Unmarshaller unmarshaller) {
    if (idle.size() < MAX_IDLE_UNMARSHALLERS) {
      idle.add(unmarshaller);
    }
  }
}

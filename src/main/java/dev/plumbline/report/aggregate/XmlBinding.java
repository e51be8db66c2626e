package dev.plumbline.report.aggregate;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import dev.plumbline.report.InvalidReportException;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Unmarshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

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

  /** Work that reads a document. */
  interface Reading<T> {
    T read() throws InvalidReportException, IOException, XMLStreamException, JAXBException;
  }

  /**
   * Does work within a callback of JAXB. JAXB notes the active unmarshaller in a thread local at
   * each XML event and removes it after it, unless another was active before; setting and removing
   * an entry costs a third of the time of a report, overwriting one costs nothing.
   */
  <T> T withinCallback(Reading<T> reading)
      throws InvalidReportException, IOException, XMLStreamException, JAXBException {
    Unmarshaller outer = lend();
    Callback<T> callback = new Callback<>(reading);
    outer.setListener(callback);
    try {
      outer.unmarshal(newReader(new StringReader("<record/>")), Fragments.RecordFragment.class);
    } finally {
      outer.setListener(null);
    }
    giveBack(outer);
    return callback.result();
  }

  private static final class Callback<T> extends Unmarshaller.Listener {
    private final Reading<T> reading;
    private boolean done;
    private @Nullable T result;
    private @Nullable Exception failure;

    Callback(Reading<T> reading) {
      this.reading = reading;
    }

    @Override
    public void afterUnmarshal(Object target, @Nullable Object parent) {
      done = true;
      try {
        result = reading.read();
      } catch (InvalidReportException
          | IOException
          | XMLStreamException
          | JAXBException
          | RuntimeException e) {
        failure = e; // JAXB would hand some of them to its event handler.
      }
    }

    T result() throws InvalidReportException, IOException, XMLStreamException, JAXBException {
      if (failure instanceof InvalidReportException e) {
        throw e;
      } else if (failure instanceof IOException e) {
        throw e;
      } else if (failure instanceof XMLStreamException e) {
        throw e;
      } else if (failure instanceof JAXBException e) {
        throw e;
      } else if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (!done || result == null) {
        throw new IllegalStateException("JAXB did not call back");
      }
      return result;
    }
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

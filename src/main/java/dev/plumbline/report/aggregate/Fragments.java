package dev.plumbline.report.aggregate;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlMixed;
import jakarta.xml.bind.annotation.XmlTransient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JAXB classes of the fragments a report is read in. Every value is a String: JAXB would turn a
 * text outside an enumeration into null without a word. Setters keep the first value that says
 * something, and remember that there was another.
 */
final class Fragments {

  private Fragments() {}

  @XmlTransient
  abstract static class Fragment {
    @Nullable String repeated;

    @Nullable String first(@Nullable String known, String value, String element) {
      if (known == null) {
        return value;
      }
      repeated = element;
      return known.isBlank() ? value : known;
    }
  }

  @XmlAccessorType(XmlAccessType.NONE)
  static final class Metadata extends Fragment {
    @Nullable String orgName;
    @Nullable String email;
    @Nullable String extraContactInfo;
    @Nullable String reportId;
    @Nullable String generator;
    @Nullable DateRange dateRange;

    @XmlElement(name = "error")
    final List<String> errors = new ArrayList<>(0);

    @XmlElement(name = "org_name")
    void setOrgName(String value) {
      orgName = first(orgName, value, "org_name");
    }

    @XmlElement(name = "email")
    void setEmail(String value) {
      email = first(email, value, "email");
    }

    @XmlElement(name = "extra_contact_info")
    void setExtraContactInfo(String value) {
      extraContactInfo = first(extraContactInfo, value, "extra_contact_info");
    }

    @XmlElement(name = "report_id")
    void setReportId(String value) {
      reportId = first(reportId, value, "report_id");
    }

    @XmlElement(name = "generator")
    void setGenerator(String value) {
      generator = first(generator, value, "generator");
    }

    @XmlElement(name = "date_range")
    void setDateRange(DateRange value) {
      if (dateRange == null) {
        dateRange = value;
      } else {
        repeated = "date_range";
      }
    }
  }

  @XmlAccessorType(XmlAccessType.NONE)
  static final class DateRange extends Fragment {
    @Nullable String begin;
    @Nullable String end;

    @XmlElement(name = "begin")
    void setBegin(String value) {
      begin = first(begin, value, "begin");
    }

    @XmlElement(name = "end")
    void setEnd(String value) {
      end = first(end, value, "end");
    }
  }

  @XmlAccessorType(XmlAccessType.NONE)
  static final class Policy extends Fragment {
    @Nullable String domain;
    @Nullable String p;
    @Nullable String sp;
    @Nullable String np;
    @Nullable String adkim;
    @Nullable String aspf;
    @Nullable String pct;
    @Nullable String fo;
    @Nullable String testing;
    @Nullable String psd;
    @Nullable String discoveryMethod;

    @XmlElement(name = "domain")
    void setDomain(String value) {
      domain = first(domain, value, "domain");
    }

    @XmlElement(name = "p")
    void setP(String value) {
      p = first(p, value, "p");
    }

    @XmlElement(name = "sp")
    void setSp(String value) {
      sp = first(sp, value, "sp");
    }

    @XmlElement(name = "np")
    void setNp(String value) {
      np = first(np, value, "np");
    }

    @XmlElement(name = "adkim")
    void setAdkim(String value) {
      adkim = first(adkim, value, "adkim");
    }

    @XmlElement(name = "aspf")
    void setAspf(String value) {
      aspf = first(aspf, value, "aspf");
    }

    @XmlElement(name = "pct")
    void setPct(String value) {
      pct = first(pct, value, "pct");
    }

    @XmlElement(name = "fo")
    void setFo(String value) {
      fo = first(fo, value, "fo");
    }

    @XmlElement(name = "testing")
    void setTesting(String value) {
      testing = first(testing, value, "testing");
    }

    @XmlElement(name = "psd")
    void setPsd(String value) {
      psd = first(psd, value, "psd");
    }

    @XmlElement(name = "discovery_method")
    void setDiscoveryMethod(String value) {
      discoveryMethod = first(discoveryMethod, value, "discovery_method");
    }
  }

  @XmlAccessorType(XmlAccessType.NONE)
  static final class RecordFragment extends Fragment {

    /** Records within one that are kept, at most. */
    static final int MAX_INNER = 10_000;

    @Nullable Row row;
    @Nullable Identifiers identifiers;
    @Nullable AuthResults authResults;

    /** Records that stand within this one, and within them, in their order. */
    final List<RecordFragment> inner = new ArrayList<>(0);

    /** Records within this one that were not kept. */
    long left;

    @XmlElement(name = "record")
    void setRecord(RecordFragment value) {
      if (!value.isWrapper()) {
        keep(value);
      }
      value.inner.forEach(this::keep);
      value.inner.clear();
      left += value.left;
    }

    private void keep(RecordFragment value) {
      if (inner.size() < MAX_INNER) {
        inner.add(value);
      } else {
        left++;
      }
    }

    /** Whether it holds records, and nothing of one itself. */
    boolean isWrapper() {
      return !inner.isEmpty() && row == null && identifiers == null && authResults == null;
    }

    @XmlElement(name = "row")
    void setRow(Row value) {
      if (row == null) {
        row = value;
      } else {
        repeated = "row";
      }
    }

    @XmlElement(name = "identifiers")
    void setIdentifiers(Identifiers value) {
      if (identifiers == null) {
        identifiers = value;
      } else {
        repeated = "identifiers";
      }
    }

    @XmlElement(name = "auth_results")
    void setAuthResults(AuthResults value) {
      if (authResults == null) {
        authResults = value;
      } else {
        repeated = "auth_results";
        authResults.dkim.addAll(value.dkim);
        authResults.spf.addAll(value.spf);
      }
    }
  }

  @XmlAccessorType(XmlAccessType.NONE)
  static final class Row extends Fragment {
    @Nullable String sourceIp;
    @Nullable String count;
    @Nullable Evaluated evaluated;

    @XmlElement(name = "source_ip")
    void setSourceIp(String value) {
      sourceIp = first(sourceIp, value, "source_ip");
    }

    @XmlElement(name = "count")
    void setCount(String value) {
      count = first(count, value, "count");
    }

    @XmlElement(name = "policy_evaluated")
    void setEvaluated(Evaluated value) {
      if (evaluated == null) {
        evaluated = value;
      } else {
        repeated = "policy_evaluated";
      }
    }
  }

  @XmlAccessorType(XmlAccessType.NONE)
  static final class Evaluated extends Fragment {
    @Nullable String disposition;
    @Nullable String dkim;
    @Nullable String spf;

    @XmlElement(name = "reason")
    final List<Reason> reasons = new ArrayList<>(0);

    @XmlElement(name = "disposition")
    void setDisposition(String value) {
      disposition = first(disposition, value, "disposition");
    }

    @XmlElement(name = "dkim")
    void setDkim(String value) {
      dkim = first(dkim, value, "policy_evaluated/dkim");
    }

    @XmlElement(name = "spf")
    void setSpf(String value) {
      spf = first(spf, value, "policy_evaluated/spf");
    }
  }

  @XmlAccessorType(XmlAccessType.NONE)
  static final class Reason extends Fragment {
    @Nullable String type;
    @Nullable String comment;

    /** Text beside the elements: some put the type there. */
    @XmlMixed final List<String> texts = new ArrayList<>(0);

    @XmlElement(name = "type")
    void setType(String value) {
      type = first(type, value, "reason/type");
    }

    @XmlElement(name = "comment")
    void setComment(String value) {
      comment = first(comment, value, "reason/comment");
    }
  }

  @XmlAccessorType(XmlAccessType.NONE)
  static final class Identifiers extends Fragment {
    @Nullable String headerFrom;
    @Nullable String envelopeFrom;
    @Nullable String envelopeTo;

    @XmlElement(name = "header_from")
    void setHeaderFrom(String value) {
      headerFrom = first(headerFrom, value, "header_from");
    }

    @XmlElement(name = "envelope_from")
    void setEnvelopeFrom(String value) {
      envelopeFrom = first(envelopeFrom, value, "envelope_from");
    }

    @XmlElement(name = "envelope_to")
    void setEnvelopeTo(String value) {
      envelopeTo = first(envelopeTo, value, "envelope_to");
    }
  }

  @XmlAccessorType(XmlAccessType.NONE)
  static final class AuthResults extends Fragment {
    @XmlElement(name = "dkim")
    final List<AuthResult> dkim = new ArrayList<>(2);

    @XmlElement(name = "spf")
    final List<AuthResult> spf = new ArrayList<>(1);
  }

  /** A {@code dkim} or {@code spf} of {@code auth_results}. */
  @XmlAccessorType(XmlAccessType.NONE)
  static final class AuthResult extends Fragment {
    /** Text beside the elements: some put the result there. */
    @XmlMixed final List<String> texts = new ArrayList<>(0);

    @Nullable String domain;
    @Nullable String selector;
    @Nullable String scope;
    @Nullable String result;
    @Nullable String humanResult;

    @XmlElement(name = "domain")
    void setDomain(String value) {
      domain = first(domain, value, "auth_results/domain");
    }

    @XmlElement(name = "selector")
    void setSelector(String value) {
      selector = first(selector, value, "auth_results/selector");
    }

    @XmlElement(name = "scope")
    void setScope(String value) {
      scope = first(scope, value, "auth_results/scope");
    }

    @XmlElement(name = "result")
    void setResult(String value) {
      result = first(result, value, "auth_results/result");
    }

    @XmlElement(name = "human_result")
    void setHumanResult(String value) {
      humanResult = first(humanResult, value, "auth_results/human_result");
    }
  }
}

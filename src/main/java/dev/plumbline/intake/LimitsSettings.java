package dev.plumbline.intake;

import dev.plumbline.mime.Limits;
import dev.plumbline.report.aggregate.AggregateReportParser;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What is taken in; each setting is named like the limit in an outcome. */
@ConfigMapping(prefix = "plumbline.limits")
interface LimitsSettings {

  /** Bytes of a whole mail. */
  @WithDefault("62914560")
  long messageBytes();

  /** Bytes of one attachment or archive, as it came. */
  @WithDefault("52428800")
  long packedBytes();

  /** Bytes of all that is unpacked from one received file. */
  @WithDefault("1073741824")
  long unpackedBytes();

  /** Unpacked to packed size, once more than 8 MiB are unpacked. */
  @WithDefault("200")
  int unpackRatio();

  /** Entries of one archive. */
  @WithDefault("1000")
  int archiveEntries();

  /** Archives within archives, the outer one counted. */
  @WithDefault("2")
  int archiveLayers();

  /** Multiparts and messages within each other. */
  @WithDefault("10")
  int mimeDepth();

  /** Parts of one mail. */
  @WithDefault("1000")
  int mimeParts();

  /** Rows of one report. */
  @WithDefault("5000000")
  long rows();

  /** Makes of the settings what the rooms below take. */
  final class Makers {

    private Makers() {}

    @Produces
    @Singleton
    static Limits limits(LimitsSettings settings) {
      return new Limits(
          settings.messageBytes(),
          settings.packedBytes(),
          settings.unpackedBytes(),
          settings.unpackRatio(),
          Limits.DEFAULT.unpackRatioFromBytes(),
          settings.archiveEntries(),
          settings.archiveLayers(),
          settings.mimeDepth(),
          settings.mimeParts());
    }

    @Produces
    @Singleton
    static AggregateReportParser parser(LimitsSettings settings) {
      return new AggregateReportParser(settings.rows());
    }
  }
}

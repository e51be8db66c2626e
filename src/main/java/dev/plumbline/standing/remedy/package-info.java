/**
 * What to do about senders whose mail does not pass: one plan of records for each domain, and the
 * steps for each sender.
 *
 * <p>Start reading at {@link dev.plumbline.standing.remedy.RemedyAdvice#about}. The sources of each
 * unsettled sender are told to {@link dev.plumbline.standing.remedy.SenderNeeds} one by one, which
 * keeps the {@code Need} of each; {@code KeyRemedy} finds keys to restore, {@code SpfRemedy} one
 * change of each SPF record for all senders together, and {@code SenderRemedy} puts together what
 * one of them has to do. Out come a {@link dev.plumbline.standing.remedy.DomainPlan} and a {@link
 * dev.plumbline.standing.remedy.Remedy} for each sender, which shows records of the plan and no
 * others. {@link dev.plumbline.standing.remedy.Lockdown} says which names may be closed.
 *
 * <p>Nothing is ever proposed for forwarders, strangers, or sources that are known by a surviving
 * signature only, since a forwarder looks like that. Where DNS does not answer, there is no plan.
 *
 * <p>What this room does not do: judge, keep anything, or publish.
 */
@NullMarked
package dev.plumbline.standing.remedy;

import org.jspecify.annotations.NullMarked;
